package dev.spanloom.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.storage.sql.Dialect.ChunkWords;
import dev.spanloom.storage.sql.Dialect.WordChoice;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.testpostgresql.PostgresServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The text index and the vocabulary, on a real server. */
class PostgresDialectTest {
  private static final List<String> WORDS =
      List.of(
          "timeout",
          "time",
          "outtime",
          "overtime",
          "timeouts",
          "tim",
          "o",
          "12345",
          "abcabc",
          "straße",
          "ελληνικά",
          "данные",
          "語",
          "𝒳𝒴𝒵",
          "zzlongwordzz");

  private static PostgresEngine engine;
  private PostgresDialect dialect;
  private Sql sql;

  @BeforeAll
  static void openDatabase() {
    engine = PostgresEngine.open(PostgresUri.parse(PostgresServer.shared().newDatabase()));
  }

  @BeforeEach
  void begin() throws SQLException {
    dialect = new PostgresDialect(engine.partitions());
    sql = engine.openWriter();
    sql.execute(engine.beginSql());
  }

  @AfterEach
  void takeBack() throws SQLException {
    sql.execute("ROLLBACK");
    sql.close();
  }

  private List<Long> chunksWith(List<Set<String>> query) throws SQLException {
    List<Long> found = new ArrayList<>();
    dialect.visitChunksWithWords(sql, dialect.wordQuery(choices(query)), found::add);
    return found;
  }

  private static List<WordChoice> choices(List<Set<String>> query) {
    return query.stream().map(any -> new WordChoice(any, List.of())).toList();
  }

  private void index() throws SQLException {
    dialect.indexWords(
        sql,
        List.of(
            new ChunkWords(1, PostgresDialect.indexable(List.of("apple", "pear"))),
            new ChunkWords(2, PostgresDialect.indexable(List.of("apple", "plum", "語"))),
            new ChunkWords(3, PostgresDialect.indexable(List.of())),
            new ChunkWords(5, PostgresDialect.indexable(List.of("pear", "plum")))));
  }

  @Test
  void chunksAreFoundByTheirWordsTheNewestFirst() throws SQLException {
    index();
    assertThat(chunksWith(List.of(Set.of("apple")))).containsExactly(2L, 1L);
    assertThat(chunksWith(List.of(Set.of("apple"), Set.of("plum", "none")))).containsExactly(2L);
    assertThat(chunksWith(List.of(Set.of("pear", "語")))).containsExactly(5L, 2L, 1L);
    assertThat(chunksWith(List.of(Set.of("app")))).isEmpty();
    assertThat(chunksWith(List.of(Set.of("apple"), Set.of()))).isEmpty();
    assertThat(chunksWith(List.of())).containsExactly(5L, 3L, 2L, 1L);
  }

  @Test
  void aChunkIsAskedWhetherItHasWords() throws SQLException {
    index();
    assertThat(
            sql.list(
                "SELECT id FROM unnest(CAST(? AS bigint[])) AS asked (id) WHERE "
                    + PostgresDialect.chunkHasWords("asked.id")
                    + " ORDER BY id",
                row -> row.getLong(1),
                new long[] {1, 2, 3, 4, 5},
                dialect.wordQuery(choices(List.of(Set.of("plum"))))))
        .containsExactly(2L, 5L);
  }

  @Test
  void wordsThatAreQuotesOrOperatorsAreOnlyWords() throws SQLException {
    dialect.indexWords(
        sql,
        List.of(new ChunkWords(1, PostgresDialect.indexable(List.of("a'b", "c\\d", "!x", "e:f")))));
    for (String word : List.of("a'b", "c\\d", "!x", "e:f")) {
      assertThat(chunksWith(List.of(Set.of(word)))).containsExactly(1L);
    }
    assertThat(chunksWith(List.of(Set.of("x' | 'a")))).isEmpty();
  }

  @Test
  void aChunkIsIndexedAgainOrRemoved() throws SQLException {
    index();
    dialect.indexWords(
        sql, List.of(new ChunkWords(1, PostgresDialect.indexable(List.of("melon")))));
    assertThat(chunksWith(List.of(Set.of("apple")))).containsExactly(2L);
    assertThat(chunksWith(List.of(Set.of("melon")))).containsExactly(1L);
    dialect.removeWords(sql, List.of(1L, 2L, 99L));
    assertThat(chunksWith(List.of())).containsExactly(5L, 3L);
  }

  @Test
  void chunksOfManyBlocksAreFoundInOrderWhateverCameFirst() throws SQLException {
    Random random = new Random(7);
    Set<Long> stored = new TreeSet<>(Comparator.reverseOrder());
    for (int round = 0; round < 20; round++) {
      List<ChunkWords> chunks = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(80); i++) {
        long id = 1 + random.nextInt(2_000);
        if (stored.add(id)) {
          chunks.add(
              new ChunkWords(
                  id, PostgresDialect.indexable(List.of("all", "mod" + id % 7, "id" + id))));
        }
      }
      dialect.indexWords(sql, chunks);
      List<Long> gone = stored.stream().filter(id -> random.nextInt(10) == 0).toList();
      dialect.removeWords(sql, gone);
      stored.removeAll(gone);
    }
    assertThat(chunksWith(List.of(Set.of("all")))).containsExactlyElementsOf(stored);
    assertThat(chunksWith(List.of(Set.of("all"), Set.of("mod3", "mod5"))))
        .containsExactlyElementsOf(
            stored.stream().filter(id -> id % 7 == 3 || id % 7 == 5).toList());
    for (long id = 1; id <= 2_000; id += 13) {
      assertThat(chunksWith(List.of(Set.of("id" + id))))
          .isEqualTo(stored.contains(id) ? List.of(id) : List.of());
    }
    dialect.removeWords(sql, new ArrayList<>(stored));
    assertThat(sql.list("SELECT 1 FROM text_blocks", row -> 1)).isEmpty();
  }

  @Test
  void aChunkWithMoreWordsThanFitMayHaveAnyWord() throws SQLException {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 150_000; i++) {
      many.add("word" + i);
    }
    dialect.indexWords(
        sql,
        List.of(
            new ChunkWords(1, PostgresDialect.indexable(many)),
            new ChunkWords(2, PostgresDialect.indexable(List.of("word7")))));
    assertThat(chunksWith(List.of(Set.of("word7")))).containsExactly(2L, 1L);
    assertThat(chunksWith(List.of(Set.of("elsewhere"), Set.of("word7")))).containsExactly(1L);
  }

  @Test
  void wordsAreFoundByAnyPartOfThem() throws SQLException {
    dialect.indexWords(sql, List.of(new ChunkWords(1, PostgresDialect.indexable(WORDS))));
    for (String word : WORDS) {
      for (int start = 0; start < word.length(); start++) {
        for (int end = start + 1; end <= word.length(); end++) {
          String part = word.substring(start, end);
          if (part.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
            assertFound(part, false, false, found -> found.contains(part));
            assertFound(part, true, false, found -> found.startsWith(part));
            assertFound(part, false, true, found -> found.endsWith(part));
            assertFound(part, true, true, found -> found.equals(part));
          }
        }
      }
    }
  }

  private void assertFound(String part, boolean atStart, boolean atEnd, Predicate<String> expected)
      throws SQLException {
    assertThat(dialect.vocabulary(sql, part, atStart, atEnd, 100))
        .as("%s, at start %s, at end %s", part, atStart, atEnd)
        .containsExactlyInAnyOrderElementsOf(WORDS.stream().filter(expected).toList());
  }

  @Test
  void noMoreWordsAreGivenThanAskedFor() throws SQLException {
    dialect.indexWords(sql, List.of(new ChunkWords(1, PostgresDialect.indexable(WORDS))));
    assertThat(dialect.vocabulary(sql, "tim", false, false, 2)).hasSize(2);
    assertThat(dialect.vocabulary(sql, "tim", true, false, 3)).hasSize(3);
  }

  @Test
  void wordsOfATransactionThatWasTakenBackAreAddedAgain() throws SQLException {
    index();
    sql.execute("ROLLBACK");
    dialect.forget();
    sql.execute(engine.beginSql());
    index();
    assertThat(dialect.vocabulary(sql, "apple", true, true, 5)).containsExactly("apple");
  }

  @Test
  void theServerCutsLongTextsForItsIndexesAsWeDo() throws SQLException {
    for (String text :
        List.of(
            "",
            "語".repeat(200),
            "語".repeat(201),
            "𝒳".repeat(300),
            "x".repeat(199) + "𝒳𝒴",
            "a\u0000".repeat(150))) {
      assertThat(sql.one("SELECT " + dialect.indexed("?"), row -> row.getString(1), text))
          .contains(dialect.indexedText(text));
    }
  }
}

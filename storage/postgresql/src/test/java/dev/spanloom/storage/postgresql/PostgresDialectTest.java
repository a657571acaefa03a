package dev.spanloom.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.query.WordSet;
import dev.spanloom.storage.sql.Dialect.ChunkTest;
import dev.spanloom.storage.sql.Dialect.ChunkWords;
import dev.spanloom.storage.sql.Dialect.WordChoice;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.testpostgresql.PostgresServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
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

  private ChunkWords chunk(long id, Collection<String> words) {
    WordSet set = new WordSet();
    set.add(String.join(" ", words));
    return new ChunkWords(id, dialect.indexable(set));
  }

  private void index() throws SQLException {
    dialect.indexWords(
        sql,
        List.of(
            chunk(1, List.of("apple", "pear")),
            chunk(2, List.of("apple", "plum", "語")),
            chunk(3, List.of()),
            chunk(5, List.of("pear", "plum"))));
  }

  @Test
  void chunksAreFoundByTheirWordsTheNewestFirst() throws SQLException {
    index();
    assertThat(chunksWith(List.of(Set.of("apple")))).containsExactly(2L, 1L);
    assertThat(chunksWith(List.of(Set.of("apple"), Set.of("plum", "none")))).containsExactly(2L);
    assertThat(chunksWith(List.of(Set.of("pear", "語")))).containsExactly(5L, 2L, 1L);
    assertThat(chunksWith(List.of(Set.of("app")))).isEmpty();
    assertThat(chunksWith(List.of(Set.of("apple"), Set.of()))).isEmpty();
  }

  private List<Long> tested(String word, long first, long last) throws SQLException {
    ChunkTest test =
        dialect.chunkHasWords(sql, "asked.id", dialect.wordQuery(choices(List.of(Set.of(word)))));
    List<Object> parameters = new ArrayList<>(List.of(first, last));
    parameters.addAll(test.parameters());
    return sql.list(
        "SELECT id FROM generate_series(CAST(? AS bigint), CAST(? AS bigint)) AS asked (id) WHERE "
            + test.condition()
            + " ORDER BY id",
        row -> row.getLong(1),
        parameters.toArray());
  }

  @Test
  void aChunkIsAskedWhetherItHasWords() throws SQLException {
    index();
    assertThat(tested("plum", 1, 5)).containsExactly(2L, 5L);
    assertThat(tested("melon", 1, 5)).isEmpty();
  }

  @Test
  void aChunkIsAskedWhetherItIsAmongVeryMany() throws SQLException {
    List<ChunkWords> chunks = new ArrayList<>();
    for (long id = 10; id < 3_010; id++) {
      chunks.add(chunk(id, id % 3 == 0 ? List.of("third", "all") : List.of("all")));
    }
    dialect.indexWords(sql, chunks);
    assertThat(tested("all", 1, 4_000)).hasSize(3_000);
    assertThat(tested("third", 1, 4_000)).hasSize(1_000).allMatch(id -> id % 3 == 0);
  }

  @Test
  void chunksOfManySegmentsAndPartitionsAreFoundInOrder() throws SQLException {
    Random random = new Random(7);
    Set<Long> stored = new TreeSet<>(Comparator.reverseOrder());
    long next = 1;
    for (int round = 0; round < 40; round++) {
      List<ChunkWords> chunks = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(80); i++) {
        next += 1 + random.nextInt(3);
        stored.add(next);
        store(next);
        chunks.add(chunk(next, List.of("all", "mod" + next % 7, "id" + next)));
      }
      dialect.indexWords(sql, chunks);
      if (round % 10 == 9) {
        next = ((next >> Partitions.SHIFT) + 1) << Partitions.SHIFT;
      }
      List<Long> gone = stored.stream().filter(id -> random.nextInt(20) == 0).toList();
      remove(gone);
      stored.removeAll(gone);
      dialect.tidyWords(sql);
    }
    tidyUp();
    assertThat(rows("text_segments")).as("merged within each partition").isLessThan(40);
    assertThat(found("all", stored)).containsExactlyElementsOf(stored);
    assertThat(found("mod3", stored))
        .containsExactlyElementsOf(stored.stream().filter(id -> id % 7 == 3).toList());
    for (Long id : stored) {
      if (id % 13 == 0) {
        assertThat(chunksWith(List.of(Set.of("id" + id)))).containsExactly(id);
      }
    }
    remove(new ArrayList<>(stored));
    tidyUp();
    assertThat(rows("text_segments")).isZero();
    assertThat(rows("text_pages")).isZero();
  }

  /** What the index finds, without chunks that are gone and are in a segment still. */
  private List<Long> found(String word, Set<Long> stored) throws SQLException {
    return chunksWith(List.of(Set.of(word))).stream().filter(stored::contains).toList();
  }

  private void store(long chunkId) throws SQLException {
    sql.update(
        "INSERT INTO chunks (chunk_id, trace_no, live_spans, raw_bytes, packed_bytes) VALUES (?, 1, 1, 1, 1)",
        chunkId);
  }

  private void remove(List<Long> gone) throws SQLException {
    sql.update(
        "DELETE FROM chunks WHERE chunk_id = ANY (?)",
        gone.stream().mapToLong(Long::longValue).toArray());
    dialect.removeWords(sql, gone);
  }

  private void tidyUp() throws SQLException {
    while (dialect.hasUntidyWords(sql)) {
      dialect.tidyWords(sql);
    }
  }

  private long rows(String table) throws SQLException {
    return sql.one("SELECT count(*) FROM " + table, row -> row.getLong(1)).orElseThrow();
  }

  @Test
  void aChunkMayHaveVeryManyWords() throws SQLException {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 150_000; i++) {
      many.add("word" + i);
    }
    dialect.indexWords(sql, List.of(chunk(1, many), chunk(2, List.of("word7"))));
    assertThat(chunksWith(List.of(Set.of("word7")))).containsExactly(2L, 1L);
    assertThat(chunksWith(List.of(Set.of("word149999"), Set.of("word7")))).containsExactly(1L);
    assertThat(chunksWith(List.of(Set.of("elsewhere"), Set.of("word7")))).isEmpty();
  }

  @Test
  void anyOfManyWordsIsFoundInManySegments() throws SQLException {
    Set<String> asked = new HashSet<>();
    for (int segment = 0; segment < 20; segment++) {
      dialect.indexWords(sql, List.of(chunk(segment, List.of("own" + segment, "all"))));
      asked.add("own" + segment);
      asked.add("none" + segment);
    }
    assertThat(chunksWith(List.of(asked))).hasSize(20);
  }

  @Test
  void wordsAreFoundByAnyPartOfThem() throws SQLException {
    dialect.indexWords(sql, List.of(chunk(1, WORDS)));
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
    dialect.indexWords(sql, List.of(chunk(1, WORDS)));
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

package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Dialect.WordChoice;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.text.ChunkTokens;
import dev.spanloom.storage.sql.text.TextCheck;
import dev.spanloom.storage.sql.text.TextIndex;
import dev.spanloom.storage.sql.text.Token;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The text index against a map of what it should hold. */
class TextIndexTest {
  private final SqliteDialect dialect = new SqliteDialect();
  private Sql sql;
  private TextIndex index;

  /** The words of the chunks that are there, by chunk. */
  private Map<Long, Set<String>> chunks;

  @BeforeEach
  void makeTables() throws SQLException {
    sql = new Sql(DriverManager.getConnection("jdbc:sqlite::memory:"));
    Schema.migrate(sql, "memory");
    index = new TextIndex(dialect);
    chunks = new TreeMap<>(Comparator.reverseOrder());
  }

  @AfterEach
  void close() throws SQLException {
    sql.close();
  }

  private void add(Map<Long, Set<String>> added) throws SQLException {
    List<ChunkTokens> tokens = new ArrayList<>();
    for (Map.Entry<Long, Set<String>> chunk : added.entrySet()) {
      tokens.add(
          new ChunkTokens(
              chunk.getKey(), chunk.getValue().stream().mapToLong(Token::of).toArray()));
      sql.update(
          "INSERT INTO chunks (chunk_id, trace_no, live_spans, raw_bytes, packed_bytes) VALUES (?, 1, 1, 1, 1)",
          chunk.getKey());
    }
    index.add(sql, tokens);
    chunks.putAll(added);
  }

  private void remove(List<Long> gone) throws SQLException {
    for (Long chunkId : gone) {
      sql.update("DELETE FROM chunks WHERE chunk_id = ?", chunkId);
      chunks.remove(chunkId);
    }
    index.removed(sql, gone);
  }

  private void tidyUp() throws SQLException {
    while (index.isUntidy(sql)) {
      index.tidy(sql);
    }
  }

  private long count(String what) throws SQLException {
    return sql.one("SELECT " + what, row -> row.getLong(1)).orElseThrow();
  }

  private String query(WordChoice... all) {
    return dialect.wordQuery(List.of(all));
  }

  private static WordChoice anyOf(String... words) {
    return new WordChoice(Set.of(words), List.of());
  }

  private List<Long> found(String query) throws SQLException {
    List<Long> found = new ArrayList<>();
    dialect.visitChunksWithWords(sql, query, found::add);
    return found;
  }

  private List<Long> tested(String query) throws SQLException {
    Dialect.ChunkTest test = dialect.chunkHasWords(sql, "c.chunk_id", query);
    return sql.list(
        "SELECT c.chunk_id FROM chunks c WHERE " + test.condition() + " ORDER BY c.chunk_id DESC",
        row -> row.getLong(1),
        test.parameters().toArray());
  }

  @Test
  void chunksAreFoundByTheirWordsTheNewestFirst() throws SQLException {
    add(Map.of(3L, Set.of("apple", "pear"), 5L, Set.of("apple"), 9L, Set.of("plum")));
    add(Map.of(4L, Set.of("apple", "plum")));
    assertThat(found(query(anyOf("apple")))).containsExactly(5L, 4L, 3L);
    assertThat(found(query(anyOf("pear", "plum")))).containsExactly(9L, 4L, 3L);
    assertThat(found(query(anyOf("apple"), anyOf("plum")))).containsExactly(4L);
    assertThat(found(query(new WordChoice(Set.of("pear"), List.of("apple", "plum")))))
        .containsExactly(4L, 3L);
    assertThat(found(query(anyOf("melon")))).isEmpty();
    assertThat(found(query(anyOf()))).isEmpty();
    assertThat(tested(query(anyOf("apple"), anyOf("plum")))).containsExactly(4L);
  }

  @Test
  void aVisitorMayHaveEnough() throws SQLException {
    add(Map.of(1L, Set.of("a"), 2L, Set.of("a"), 3L, Set.of("a")));
    List<Long> seen = new ArrayList<>();
    dialect.visitChunksWithWords(
        sql,
        query(anyOf("a")),
        chunkId -> {
          seen.add(chunkId);
          return seen.size() < 2;
        });
    assertThat(seen).containsExactly(3L, 2L);
  }

  @Test
  void manyChunksAreToldByMarks() throws SQLException {
    Map<Long, Set<String>> many = new TreeMap<>();
    for (long id = 1_000_000; id < 1_003_000; id++) {
      many.put(id, id % 3 == 0 ? Set.of("third", "all") : Set.of("all", "word" + id));
    }
    add(many);
    List<Long> thirds = chunks.keySet().stream().filter(id -> id % 3 == 0).toList();
    assertThat(tested(query(anyOf("third")))).isEqualTo(thirds);
    assertThat(tested(query(anyOf("all")))).isEqualTo(List.copyOf(chunks.keySet()));
    assertThat(tested(query(anyOf("word1000001")))).containsExactly(1_000_001L);
  }

  @Test
  void smallSegmentsBecomeLargeOnes() throws SQLException {
    for (long id = 1; id <= 600; id++) {
      add(Map.of(id, Set.of("all", "own" + id, "mod" + id % 10)));
      tidyUp();
    }
    assertThat(count("count(*) FROM text_segments")).isLessThan(30);
    assertThat(count("max(chunks) FROM text_segments")).isEqualTo(512);
    assertThat(found(query(anyOf("all"))))
        .hasSize(600)
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(found(query(anyOf("mod7")))).hasSize(60);
    assertThat(found(query(anyOf("own599")))).containsExactly(599L);
    assertThat(count("count(*) FROM text_pages")).isEqualTo(count("count(*) FROM text_directory"));
  }

  @Test
  void theSpaceOfChunksThatAreGoneComesBack() throws SQLException {
    Map<Long, Set<String>> many = new TreeMap<>();
    for (long id = 1; id <= 2_000; id++) {
      many.put(id, Set.of("all", "a" + id, "b" + id, "c" + id, "d" + id));
    }
    add(many);
    long pages = count("count(*) FROM text_pages");
    remove(chunks.keySet().stream().filter(id -> id <= 1_900).toList());
    tidyUp();
    assertThat(count("count(*) FROM text_pages")).isLessThan(pages / 4);
    assertThat(found(query(anyOf("all")))).hasSize(100);
    remove(List.copyOf(chunks.keySet()));
    assertThat(index.rewrite(sql) || index.isUntidy(sql)).isTrue();
    tidyUp();
    assertThat(count("count(*) FROM text_pages")).isZero();
    assertThat(count("count(*) FROM text_directory")).isZero();
    assertThat(count("count(*) FROM text_segments")).isZero();
  }

  @Test
  void workThatWasBegunIsGoneOnWithByAnyoneAndFoundUnchangedMeanwhile() throws SQLException {
    for (int segment = 0; segment < 8; segment++) {
      Map<Long, Set<String>> many = new TreeMap<>();
      for (long id = segment * 300; id < segment * 300 + 300; id++) {
        Set<String> words = new HashSet<>(Set.of("all"));
        for (int word = 0; word < 400; word++) {
          words.add(id + "w" + word);
        }
        many.put(id, words);
      }
      add(many);
    }
    assertThat(index.isUntidy(sql)).isTrue();
    int steps = 0;
    while (index.isUntidy(sql)) {
      new TextIndex(dialect).tidy(sql); // another process each time
      steps++;
      assertThat(found(query(anyOf("all")))).hasSize(2_400);
      assertThat(found(query(anyOf("1234w56")))).containsExactly(1234L);
    }
    assertThat(steps).isGreaterThan(4);
    assertThat(count("count(*) FROM text_segments")).isEqualTo(1);
    assertThat(count("chunks FROM text_segments")).isEqualTo(2_400);
  }

  @Test
  void whatIsDamagedIsMadeAnewFromTheSpans() throws SQLException {
    for (int segment = 0; segment < 8; segment++) {
      add(Map.of((long) segment, Set.of("all", "own" + segment)));
    }
    sql.update("UPDATE text_pages SET data = x'00ff' WHERE page_no = 3");
    assertThat(TextCheck.problems(sql)).hasSize(1).first().asString().contains("is damaged");
    assertThatThrownBy(() -> found(query(anyOf("all")))).isInstanceOf(DamagedException.class);
    tidyUp(); // the merge comes by it
    assertThat(TextCheck.problems(sql)).isEmpty();
    assertThat(sql.list("SELECT chunk_id FROM text_queue", row -> row.getLong(1)))
        .containsExactly(2L);
    assertThat(found(query(anyOf("all")))).containsExactly(7L, 6L, 5L, 4L, 3L, 1L, 0L);

    sql.update("DELETE FROM text_pages");
    assertThat(TextCheck.problems(sql)).allMatch(problem -> problem.contains("is missing"));
    index.rewrite(sql);
    tidyUp();
    assertThat(TextCheck.problems(sql)).isEmpty();
    assertThat(count("count(*) FROM text_queue")).isEqualTo(8);
    assertThat(found(query(anyOf("all")))).isEmpty();
  }

  @Property(tries = 40)
  void anyHistoryFindsWhatIsThere(@ForAll long seed) throws SQLException {
    makeTables();
    Random random = new Random(seed);
    long nextChunk = random.nextInt(1_000);
    for (int turn = 0; turn < 40; turn++) {
      int what = random.nextInt(10);
      if (what < 5) {
        Map<Long, Set<String>> added = new TreeMap<>();
        int count = 1 + (random.nextInt(8) == 0 ? random.nextInt(700) : random.nextInt(5));
        for (int i = 0; i < count; i++) {
          Set<String> words = new HashSet<>();
          for (int word = random.nextInt(40); word > 0; word--) {
            words.add("w" + (int) (200 * Math.pow(random.nextDouble(), 3)));
          }
          added.put(nextChunk, words);
          nextChunk += 1 + random.nextInt(random.nextInt(20) == 0 ? 5_000 : 3);
        }
        add(added);
      } else if (what < 7 && !chunks.isEmpty()) {
        int share = 1 + random.nextInt(100);
        remove(chunks.keySet().stream().filter(id -> random.nextInt(100) < share).toList());
      } else if (what < 8) {
        index.rewrite(sql);
      } else {
        index.tidy(sql);
      }
      compare("w" + random.nextInt(5), "w" + random.nextInt(200));
    }
    tidyUp();
    compare("w0", "w1");
    assertThat(TextCheck.problems(sql)).isEmpty();
    sql.close();
  }

  /** Chunks that are gone may be found as long as they are in a segment. */
  private void compare(String one, String other) throws SQLException {
    List<Long> either =
        chunks.entrySet().stream()
            .filter(chunk -> chunk.getValue().contains(one) || chunk.getValue().contains(other))
            .map(Map.Entry::getKey)
            .toList();
    List<Long> both =
        chunks.entrySet().stream()
            .filter(chunk -> chunk.getValue().containsAll(List.of(one, other)))
            .map(Map.Entry::getKey)
            .toList();
    String any = query(new WordChoice(Set.copyOf(List.of(one, other)), List.of()));
    List<Long> found = found(any);
    assertThat(found).isSortedAccordingTo(Comparator.reverseOrder()).doesNotHaveDuplicates();
    assertThat(found.stream().filter(chunks::containsKey).toList()).isEqualTo(either);
    assertThat(tested(any)).isEqualTo(either);
    String all = query(anyOf(one), anyOf(other));
    assertThat(found(all).stream().filter(chunks::containsKey).toList()).isEqualTo(both);
    assertThat(tested(all)).isEqualTo(both);
  }
}

package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.StoreHealth.Problem;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.contract.Batches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with pages that are not as they were written. */
@Timeout(300)
class DamageTest {
  private static final int TRACES = 300;
  private static final int PAGE_BYTES = 4096;
  private static final int DAMAGED_BYTES = 1200;
  private static final int EVERY = 17;
  private static final Logger LOG = Logger.getLogger("dev.spanloom.storage");

  private static byte[] good = {};
  private static final Map<String, Trace> TRUTH = new LinkedHashMap<>();

  /**
   * What each page belongs to, those of a table in the order of its rows, since the last one may be
   * nearly empty. Those of no table are free.
   */
  private static final Map<Integer, String> OWNERS = new LinkedHashMap<>();

  @TempDir private Path folder;
  private Path file;

  @BeforeAll
  static void makeGoodFile(@TempDir Path folder) throws Exception {
    LOG.setLevel(Level.OFF); // what cannot be indexed is logged
    Path file = folder.resolve("good.db");
    try (TraceStore store = SqliteTraceStore.open(file)) {
      for (int i = 0; i < TRACES; i++) {
        store.writer().write(batch(i));
      }
      assertThat(store.health().awaitIndexed(Duration.ofMinutes(1))).isTrue();
      ids().forEach(id -> TRUTH.put(id, store.reader().trace(id).orElseThrow()));
    }
    good = Files.readAllBytes(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT pageno, name || ' ' || pagetype FROM dbstat ORDER BY name, path")) {
      while (rows.next()) {
        OWNERS.put(rows.getInt(1), rows.getString(2));
      }
    }
  }

  @AfterAll
  static void logAgain() {
    LOG.setLevel(null);
  }

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("traces.db");
  }

  private static List<String> ids() {
    return IntStream.range(0, TRACES).mapToObj(Batches::traceId).toList();
  }

  /** A trace with something in every table. */
  private static WriteBatch batch(int i) {
    Random random = new Random(i);
    StringBuilder output = new StringBuilder();
    for (int k = 0; k < 700; k++) {
      output.append((char) ('a' + random.nextInt(26))).append(random.nextInt(9) == 0 ? " " : "");
    }
    TraceInfo info =
        TraceInfo.builder(Batches.traceId(i))
            .requestTimeUnixMillis(1_700_000_000_000L + i)
            .tag("env", i % 10 == 0 ? "prod" : "dev")
            .clientRequestId("request-" + i)
            .assessments(
                List.of(Feedback.builder("ok").value(i % 2 == 0).assessmentId("a-" + i).build()))
            .build();
    return new WriteBatch(List.of(info), Batches.spans(i, 3, output.toString()), "0");
  }

  /** The file with noise in the middle of a page. */
  private void damage(int page) throws IOException {
    byte[] bad = good.clone();
    byte[] noise = new byte[DAMAGED_BYTES];
    new Random(page).nextBytes(noise);
    System.arraycopy(noise, 0, bad, (page - 1) * PAGE_BYTES + 1400, DAMAGED_BYTES);
    Files.deleteIfExists(Path.of(file + "-wal"));
    Files.deleteIfExists(Path.of(file + "-shm"));
    Files.write(file, bad);
  }

  private int pageOf(String owner) {
    return OWNERS.keySet().stream()
        .filter(page -> owner.equals(OWNERS.get(page)))
        .findFirst()
        .orElseThrow();
  }

  private void assertSaysWhatIsWrong(StorageException e) {
    assertThat(e)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("damaged")
        .hasMessageContaining("restore a copy");
  }

  /** The traces that are read, by id; the others are refused in words. */
  private Map<String, Trace> readable(TraceStore store) {
    Map<String, Trace> readable = new HashMap<>();
    for (String id : ids()) {
      try {
        store.reader().trace(id).ifPresent(trace -> readable.put(id, trace));
      } catch (StorageException e) {
        assertSaysWhatIsWrong(e);
      }
    }
    return readable;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "traces leaf",
        "trace_info leaf",
        "spans leaf",
        "chunks leaf",
        "payloads leaf",
        "assessments leaf"
      })
  void whatLiesOnADamagedPageIsRefusedAndTheRestIsRead(String owner) throws Exception {
    damage(pageOf(owner));
    try (TraceStore store = SqliteTraceStore.open(file)) {
      Map<String, Trace> readable = readable(store);
      assertThat(TRUTH).containsAllEntriesOf(readable);
      assertThat(readable).hasSizeBetween(TRACES / 5, TRACES - 1);
      assertThat(store.health().check())
          .isNotEmpty()
          .allSatisfy(problem -> assertThat(problem.advice()).contains("restore a copy"));
      try {
        store.writer().write(batch(TRACES));
        assertThat(store.reader().trace(Batches.traceId(TRACES))).isPresent();
      } catch (StorageException e) {
        assertSaysWhatIsWrong(e);
      }
    }
  }

  /** The index of ids alone can lose an entry that nothing misses before all is checked. */
  @Test
  void noDamageOfAPageIsTakenForADifferentTrace() throws Exception {
    int refusals = 0;
    for (int page = 2; page <= good.length / PAGE_BYTES; page += EVERY) {
      damage(page);
      String owner = OWNERS.getOrDefault(page, "free");
      try (TraceStore store = SqliteTraceStore.open(file)) {
        Map<String, Trace> readable = readable(store);
        assertThat(TRUTH).as("page %d: %s", page, owner).containsAllEntriesOf(readable);
        List<Problem> problems = store.health().check();
        if (readable.size() < TRACES) {
          refusals++;
          assertThat(problems).as("page %d: %s", page, owner).isNotEmpty();
        }
      } catch (StorageException e) {
        assertSaysWhatIsWrong(e);
        refusals++;
      }
    }
    assertThat(refusals).isPositive();
  }

  @Test
  void aSearchThatMeetsDamageSaysSo() throws Exception {
    damage(pageOf("payloads leaf"));
    try (TraceStore store = SqliteTraceStore.open(file)) {
      assertThat(search(store, "tag.env = 'prod'")).hasSize(TRACES / 10);
      assertThatThrownBy(() -> search(store, "trace.text LIKE '%question 1%'"))
          .isInstanceOfSatisfying(StorageException.class, this::assertSaysWhatIsWrong);
    }
  }

  private static List<String> search(TraceStore store, String filter) {
    TraceQuery query =
        TraceQuery.builder("0").filter(FilterParser.parse(filter)).maxResults(500).build();
    return store.search().search(query).infos().stream().map(TraceInfo::traceId).toList();
  }

  /** Flips one bit of a stored value, which no structure of the file depends on. */
  private void flipBit(String table, String column, int traceNo) throws SQLException {
    String key = table.equals("payloads") ? "chunk_id" : "trace_no";
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      String select = "SELECT " + column + " FROM " + table + " WHERE " + key + " = " + traceNo;
      byte[] value;
      try (ResultSet row = statement.executeQuery(select)) {
        value = row.getBytes(1);
      }
      value[value.length * 2 / 3] ^= 4;
      String hex = java.util.HexFormat.of().formatHex(value);
      statement.executeUpdate(
          "UPDATE "
              + table
              + " SET "
              + column
              + " = x'"
              + hex
              + "' WHERE "
              + key
              + " = "
              + traceNo);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"payloads.data", "trace_info.said"})
  void oneBitThatFlippedIsNoticed(String value) throws Exception {
    Files.write(file, good);
    String[] names = value.split("\\.");
    flipBit(names[0], names[1], 7);
    try (TraceStore store = SqliteTraceStore.open(file)) {
      Map<String, Trace> readable = readable(store);
      assertThat(readable).hasSize(TRACES - 1);
      assertThat(TRUTH).containsAllEntriesOf(readable);
      List<String> lost = new ArrayList<>(ids());
      lost.removeAll(readable.keySet());
      assertThat(store.health().check())
          .hasSize(1)
          .allSatisfy(problem -> assertThat(problem.what()).contains(lost.get(0)));
    }
  }

  @Test
  void aTraceWithADamagedPayloadCanBeDeletedAndWrittenAgain() throws Exception {
    Files.write(file, good);
    flipBit("payloads", "data", 1);
    try (TraceStore store = SqliteTraceStore.open(file)) {
      assertThatThrownBy(() -> store.writer().write(batch(0)))
          .isInstanceOfSatisfying(StorageException.class, this::assertSaysWhatIsWrong)
          .hasMessageContaining("chunk 1");
      assertThat(store.deletion().deleteByIds("0", List.of(Batches.traceId(0)))).isEqualTo(1);
      store.writer().write(batch(0));
      Trace again = store.reader().trace(Batches.traceId(0)).orElseThrow();
      assertThat(again.data()).isEqualTo(TRUTH.get(Batches.traceId(0)).data());
      assertThat(store.health().check()).isEmpty();
    }
  }

  @Test
  void aWriteBesideOneThatMeetsDamageSucceeds() throws Exception {
    Files.write(file, good);
    flipBit("trace_info", "said", 1);
    try (TraceStore store = SqliteTraceStore.open(file)) {
      assertThatThrownBy(() -> store.tags().set(Batches.traceId(0), "k", "v"))
          .isInstanceOfSatisfying(StorageException.class, this::assertSaysWhatIsWrong);
      store.tags().set(Batches.traceId(1), "k", "v");
      assertThat(store.reader().info(Batches.traceId(1)).orElseThrow().tags())
          .containsEntry("k", "v");
      assertThat(store.deletion().deleteByIds("0", List.of(Batches.traceId(0)))).isEqualTo(1);
      assertThat(store.health().check()).isEmpty();
    }
  }

  @Test
  void indexingGoesOnBehindADamagedPayload() throws Exception {
    Files.write(file, good);
    flipBit("payloads", "data", 1);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO text_queue SELECT chunk_id, 1 FROM chunks LIMIT 1");
    }
    try (TraceStore store = SqliteTraceStore.open(file)) {
      store.writer().write(batch(TRACES));
      assertThat(store.health().awaitIndexed(Duration.ofMinutes(1))).isTrue();
    }
  }
}

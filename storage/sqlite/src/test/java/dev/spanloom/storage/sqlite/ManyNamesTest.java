package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.storage.contract.ManyNamesContract;
import dev.spanloom.storage.contract.RandomMetricsContract;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.rollup.RollupKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names beyond the limit share their roll-ups: nothing is lost by it, and their rows are few. */
class ManyNamesTest {
  private static final int LIMIT = 5;

  @TempDir private Path folder;

  private static Path file(Path folder) {
    return folder.resolve("traces.db");
  }

  private static long count(Path file, String from) {
    try (Engine engine = new SqliteEngine(file)) {
      return engine.read(
          sql -> sql.one("SELECT count(*) FROM " + from, row -> row.getLong(1)).orElseThrow());
    }
  }

  /** Two stores take turns, and both are closed and opened again in between. */
  @Nested
  class AnyFigures extends RandomMetricsContract {
    private Path file;
    private TraceStore other;

    @Override
    protected TraceStore open(Path empty) {
      file = file(empty);
      other = SqliteTraceStore.open(file, LIMIT);
      return SqliteTraceStore.open(file, LIMIT);
    }

    @Override
    protected TraceStore storeFor(int change) {
      if (change % 40 == 39) {
        store.close();
        store = SqliteTraceStore.open(file, LIMIT);
      } else if (change % 40 == 19) {
        other.close();
        other = SqliteTraceStore.open(file, LIMIT);
      }
      return change % 3 == 0 ? other : store;
    }

    @AfterEach
    void assertThatNothingStaysBehindOfWhatIsDeleted() {
      String shared = " WHERE name = '" + RollupKey.SHARED + "'";
      assertThat(count(file, "rollup_names" + shared)).as("full lists").isEqualTo(6);
      assertThat(count(file, "rollup_names")).isEqualTo(6 * (LIMIT + 1));
      assertThat(count(file, "span_rollups" + shared)).isPositive();
      assertThat(count(file, "trace_rollups" + shared)).isPositive();
      for (String experiment : List.of("0", "1", "2")) {
        other.deletion().deleteUntil(experiment, Long.MAX_VALUE, null);
      }
      assertThat(count(file, "span_rollups")).isZero();
      assertThat(count(file, "trace_rollups")).isZero();
      other.close();
    }
  }

  @Nested
  class Thousands extends ManyNamesContract {
    @Override
    protected TraceStore open(Path empty) {
      return SqliteTraceStore.open(file(empty), LIMIT);
    }
  }

  @Test
  void aWriteThatFailsDecidesOfNoName() throws SQLException {
    Path file = file(folder);
    String refuse = "CREATE TRIGGER refuse BEFORE INSERT ON counters WHEN new.name = 'spans'";
    try (TraceStore store = SqliteTraceStore.open(file, 1);
        TraceStore other = SqliteTraceStore.open(file, 1)) {
      execute(file, refuse + " BEGIN SELECT RAISE(ABORT, 'refused'); END");
      assertThatThrownBy(() -> store.writer().write(Batches.withUniqueNames(1, 1, 1)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("refused");
      execute(file, "DROP TRIGGER refuse");
      other.writer().write(Batches.withUniqueNames(2, 1, 1));
      store.writer().write(Batches.withUniqueNames(1, 1, 1));
      assertThat(count(file, "span_rollups WHERE name = 'GET /orders/2/0'")).isEqualTo(2);
      assertThat(count(file, "span_rollups WHERE name = '" + RollupKey.SHARED + "'")).isEqualTo(2);
      other.deletion().deleteByIds("0", List.of(Batches.traceId(1)));
      assertThat(count(file, "span_rollups")).isEqualTo(2);
    }
  }

  private static void execute(Path file, String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  @Test
  void anIdInEachNameMakesFewRows() {
    try (TraceStore store = SqliteTraceStore.open(file(folder), LIMIT)) {
      for (int i = 0; i < 20; i++) {
        store.writer().write(Batches.withUniqueNames(i * 250L, 250, 2));
      }
      assertThat(store.health().stats().spans()).isEqualTo(10_000);
    }
    long minutes = 2;
    long hours = 1;
    assertThat(count(file(folder), "span_rollups"))
        .isLessThanOrEqualTo((minutes + hours) * (LIMIT + 1));
    assertThat(count(file(folder), "trace_rollups"))
        .isLessThanOrEqualTo((minutes + hours) * (LIMIT + 1));
    assertThat(count(file(folder), "rollup_names")).isEqualTo(2 * (LIMIT + 1));
  }
}

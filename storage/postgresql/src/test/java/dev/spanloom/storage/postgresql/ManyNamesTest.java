package dev.spanloom.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.storage.contract.ManyNamesContract;
import dev.spanloom.storage.contract.RandomMetricsContract;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.rollup.RollupKey;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Names beyond the limit share their roll-ups: nothing is lost by it, and their rows are few. */
class ManyNamesTest {
  private static final int LIMIT = 5;

  private static long count(String uri, String from) {
    try (Engine engine = PostgresEngine.open(PostgresUri.parse(uri))) {
      return engine.read(
          sql -> sql.one("SELECT count(*) FROM " + from, row -> row.getLong(1)).orElseThrow());
    }
  }

  /** Two stores take turns, and both are closed and opened again in between. */
  @Nested
  class AnyFigures extends RandomMetricsContract {
    private final String uri = Databases.next();
    private TraceStore other;

    @Override
    protected TraceStore open(Path folder) {
      other = PostgresTraceStore.open(uri, LIMIT);
      return PostgresTraceStore.open(uri, LIMIT);
    }

    @Override
    protected TraceStore storeFor(int change) {
      if (change % 40 == 39) {
        store.close();
        store = PostgresTraceStore.open(uri, LIMIT);
      } else if (change % 40 == 19) {
        other.close();
        other = PostgresTraceStore.open(uri, LIMIT);
      }
      return change % 3 == 0 ? other : store;
    }

    @AfterEach
    void assertThatNothingStaysBehindOfWhatIsDeleted() {
      String shared = " WHERE name = '" + RollupKey.SHARED + "'";
      assertThat(count(uri, "rollup_names" + shared)).as("full lists").isEqualTo(6);
      assertThat(count(uri, "rollup_names")).isEqualTo(6 * (LIMIT + 1));
      assertThat(count(uri, "span_rollups" + shared)).isPositive();
      assertThat(count(uri, "trace_rollups" + shared)).isPositive();
      for (String experiment : List.of("0", "1", "2")) {
        other.deletion().deleteUntil(experiment, Long.MAX_VALUE, null);
      }
      assertThat(count(uri, "span_rollups")).isZero();
      assertThat(count(uri, "trace_rollups")).isZero();
      other.close();
    }
  }

  @Nested
  class Thousands extends ManyNamesContract {
    @Override
    protected TraceStore open(Path folder) {
      return PostgresTraceStore.open(Databases.next(), LIMIT);
    }
  }

  @Test
  void anIdInEachNameMakesFewRows() {
    String uri = Databases.next();
    try (TraceStore store = PostgresTraceStore.open(uri, LIMIT)) {
      for (int i = 0; i < 20; i++) {
        store.writer().write(Batches.withUniqueNames(i * 250L, 250, 2));
      }
      assertThat(store.health().stats().spans()).isEqualTo(10_000);
    }
    long minutes = 2;
    long hours = 1;
    assertThat(count(uri, "span_rollups")).isLessThanOrEqualTo((minutes + hours) * (LIMIT + 1));
    assertThat(count(uri, "trace_rollups")).isLessThanOrEqualTo((minutes + hours) * (LIMIT + 1));
    assertThat(count(uri, "rollup_names")).isEqualTo(2 * (LIMIT + 1));
  }
}

package dev.spanloom.storage.sql.rollup;

import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import java.sql.SQLException;
import java.util.List;

/**
 * Collects what a transaction changes of the roll-ups per minute and hour, and writes it at its
 * end, each row once. What changes is removed as it was and added as it is; what is the same before
 * and after is not even read. Not thread-safe; one per transaction.
 */
public final class Rollups {
  private static final int MILLIS_PER_SECOND = 1_000;
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private final Dialect dialect;
  private final RollupNames names;
  private final KnownRollups known;
  private final RollupChanges traces =
      new RollupChanges(Tables.TRACE_ROLLUPS, RollupNames.OF_TRACES);
  private final RollupChanges spans = new RollupChanges(Tables.SPAN_ROLLUPS, RollupNames.OF_SPANS);

  /**
   * No changes yet.
   *
   * @param names of the writer whose transaction it is
   * @param known what that writer knows
   */
  public Rollups(Dialect dialect, RollupNames names, KnownRollups known) {
    this.dialect = dialect;
    this.names = names;
    this.known = known;
  }

  public void add(TracePoint point) {
    count(point, 1);
  }

  /** Takes off what was added, perhaps by an earlier transaction: the point must be equal to it. */
  public void remove(TracePoint point) {
    count(point, -1);
  }

  public void add(SpanPoint point) {
    count(point, 1);
  }

  /** Takes off what was added, perhaps by an earlier transaction: the point must be equal to it. */
  public void remove(SpanPoint point) {
    count(point, -1);
  }

  private void count(TracePoint point, int sign) {
    Long millis = point.durationMillis();
    traces
        .minute(
            point.experimentId(),
            Math.floorDiv(point.requestTimeMillis(), MILLIS_PER_SECOND),
            List.of(RollupKey.label(point.name()), point.state()))
        .add(millis == null ? null : Double.valueOf(millis), point.usage(), point.cost(), sign);
  }

  private void count(SpanPoint point, int sign) {
    spans
        .minute(
            point.experimentId(),
            Math.floorDiv(point.startNanos(), NANOS_PER_SECOND),
            List.of(
                RollupKey.label(point.name()),
                RollupKey.label(point.type()),
                RollupKey.label(point.model()),
                point.status()))
        .add(point.durationMillis(), point.usage(), point.cost(), sign);
  }

  /** Adds what was collected to the stored rows, in the order of their keys. */
  public void flush(Sql sql) throws SQLException {
    known.begin(sql, dialect);
    traces.flush(sql, dialect.forUpdate(), names, known);
    spans.flush(sql, dialect.forUpdate(), names, known);
  }
}

package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.internal.rows.TraceRows;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes what is said of one stored trace; the index and the figures follow. Thread-safe. */
public final class StoredChange {
  private final Engine engine;
  private final GroupCommit writer;

  public StoredChange(Engine engine, GroupCommit writer) {
    this.engine = engine;
    this.writer = writer;
  }

  /**
   * Makes a change and returns what is said from then on.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST for an unknown trace
   */
  public TraceInfo change(String traceId, UnaryOperator<TraceInfo> change) {
    return writer.change(
        sql -> {
          TraceUnit unit = unit(sql, traceId);
          TraceInfo changed = change.apply(unit.said());
          unit.say(changed);
          writer.write(sql, List.of(unit));
          return changed;
        });
  }

  /** What is said of a trace, with its assessments. */
  public TraceInfo said(String traceId) {
    return engine.read(
        sql ->
            TraceRows.said(
                TraceRows.stored(sql, List.of(number(sql, traceId)), "").values().stream()
                    .findFirst()
                    .orElseThrow(() -> unknown(traceId))));
  }

  private TraceUnit unit(Sql sql, String traceId) throws SQLException {
    return TraceRows.stored(sql, List.of(number(sql, traceId)), engine.dialect().forUpdate())
        .values()
        .stream()
        .findFirst()
        .map(TraceUnit::of)
        .orElseThrow(() -> unknown(traceId));
  }

  private static long number(Sql sql, String traceId) throws SQLException {
    return TraceRows.number(sql, traceId).orElseThrow(() -> unknown(traceId));
  }

  public static MlflowException unknown(String traceId) {
    return MlflowException.notFound("trace " + traceId + " does not exist");
  }
}

package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.internal.rows.StoredTrace;
import dev.spanloom.storage.sql.internal.rows.TraceRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes what is said of one stored trace; the index and the figures follow. Thread-safe. */
public final class StoredChange {
  /** So many fit into a change that others do not wait for long. */
  private static final int TRACES_AT_ONCE = 200;

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

  /**
   * Makes the same change of many traces, some of them at a time; those that do not exist are left
   * out.
   *
   * @return how many there were
   */
  public int changeAll(List<String> traceIds, UnaryOperator<TraceInfo> change) {
    List<String> distinct = traceIds.stream().distinct().toList();
    int changed = 0;
    for (int from = 0; from < distinct.size(); from += TRACES_AT_ONCE) {
      List<String> some = distinct.subList(from, Math.min(distinct.size(), from + TRACES_AT_ONCE));
      changed += writer.change(sql -> changeSome(sql, some, change));
    }
    return changed;
  }

  private int changeSome(Sql sql, List<String> traceIds, UnaryOperator<TraceInfo> change)
      throws SQLException {
    List<Long> numbers = new ArrayList<>();
    for (String traceId : traceIds) {
      TraceRows.number(sql, traceId).ifPresent(numbers::add);
    }
    Collections.sort(numbers); // whoever locks several goes by their order
    List<TraceUnit> units = new ArrayList<>();
    for (StoredTrace stored :
        TraceRows.stored(sql, numbers, engine.dialect().forUpdate()).values()) {
      TraceUnit unit = TraceUnit.of(stored);
      unit.say(change.apply(unit.said()));
      units.add(unit);
    }
    if (!units.isEmpty()) {
      writer.write(sql, units);
    }
    return units.size();
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

package dev.spanloom.storage.sql.store;

import dev.spanloom.storage.RetentionPolicy;
import dev.spanloom.storage.RetentionReport;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.ExperimentNumbers;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.internal.write.GroupCommit;
import dev.spanloom.storage.sql.internal.write.TraceRemoval;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deletes traces, some hundred in each transaction. Thread-safe. */
final class SqlDeletion implements TraceDeletion {
  private static final int BATCH = 200;

  private final Engine engine;
  private final GroupCommit writer;
  private final Matching matching;

  SqlDeletion(Engine engine, GroupCommit writer, Matching matching) {
    this.engine = engine;
    this.writer = writer;
    this.matching = matching;
  }

  @Override
  public int deleteByIds(String experimentId, List<String> traceIds) {
    List<Long> numbers =
        engine.read(
            sql -> {
              List<Long> found = new ArrayList<>();
              for (String traceId : traceIds.stream().distinct().toList()) {
                sql.one(
                        "SELECT trace_no FROM traces WHERE trace_id = ? AND experiment_id = ?",
                        row -> row.getLong(1),
                        traceId,
                        ExperimentNumbers.of(experimentId))
                    .ifPresent(found::add);
              }
              return found;
            });
    return (int) delete(numbers, Progress.NONE).traces();
  }

  @Override
  public int deleteUntil(
      String experimentId, long maxTimestampMillis, @Nullable Integer maxTraces) {
    TraceDeletion.checkMaxTraces(maxTraces);
    List<Long> numbers =
        engine.read(
            sql ->
                sql.list(
                    "SELECT trace_no FROM traces WHERE experiment_id = ? AND request_time_ms <= ?"
                        + " ORDER BY request_time_ms, trace_id LIMIT ?",
                    row -> row.getLong(1),
                    ExperimentNumbers.of(experimentId),
                    maxTimestampMillis,
                    maxTraces == null ? Long.MAX_VALUE : (long) maxTraces));
    return (int) delete(numbers, Progress.NONE).traces();
  }

  @Override
  public int deleteMatching(TraceQuery query, Progress progress) {
    return (int) delete(oldestFirst(query), progress).traces();
  }

  private List<Long> oldestFirst(TraceQuery query) {
    List<Long> numbers = engine.read(sql -> matching.all(sql, query));
    Collections.reverse(numbers);
    return numbers;
  }

  private TraceRemoval.Removed delete(List<Long> traceNos, Progress progress) {
    TraceRemoval.Removed removed = TraceRemoval.NOTHING;
    for (int i = 0; i < traceNos.size(); i += BATCH) {
      List<Long> batch = traceNos.subList(i, Math.min(traceNos.size(), i + BATCH));
      removed = removed.and(writer.change(sql -> writer.remove(sql, batch)));
      progress.advanced(i + batch.size(), traceNos.size());
    }
    return removed;
  }

  @Override
  public RetentionReport retain(RetentionPolicy policy, Progress progress) {
    Doomed doomed = engine.read(sql -> doomed(sql, policy));
    Collections.reverse(doomed.traceNos());
    TraceRemoval.Removed removed = delete(doomed.traceNos(), progress);
    return new RetentionReport(
        removed.traces(), removed.spans(), removed.payloadBytes(), doomed.keptAssessed());
  }

  /** The traces that a policy lets go, newest first. */
  private record Doomed(List<Long> traceNos, long keptAssessed) {}

  /** What a policy looks at. */
  private record Candidate(long traceNo, long timeMillis, long bytes, boolean assessed) {}

  private Doomed doomed(Sql sql, RetentionPolicy policy) throws SQLException {
    List<String> experimentIds =
        policy.experimentIds().isEmpty() ? allExperiments(sql) : policy.experimentIds();
    List<Long> doomed = new ArrayList<>();
    if (experimentIds.isEmpty()) {
      return new Doomed(doomed, 0);
    }
    TraceQuery query =
        TraceQuery.builder(experimentIds.toArray(String[]::new)).filter(policy.only()).build();
    long count = 0;
    long bytes = 0;
    long kept = 0;
    for (Long traceNo : matching.all(sql, query)) {
      Candidate trace =
          sql.one(
                  "SELECT trace_no, request_time_ms, payload_bytes + COALESCE((SELECT SUM(stored_bytes)"
                      + " FROM artifacts a WHERE a.trace_id = t.trace_id AND a.path IS NOT NULL), 0),"
                      + " assessed FROM traces t WHERE trace_no = ?",
                  row ->
                      new Candidate(
                          row.getLong(1), row.getLong(2), row.getLong(3), row.getInt(4) != 0),
                  traceNo)
              .orElseThrow();
      count++;
      bytes += trace.bytes();
      if (goes(policy, trace.timeMillis(), count, bytes)) {
        if (policy.keepAssessed() && trace.assessed()) {
          kept++;
        } else {
          doomed.add(traceNo);
        }
      }
    }
    return new Doomed(doomed, kept);
  }

  private static boolean goes(RetentionPolicy policy, long timeMillis, long count, long bytes) {
    Long olderThan = policy.olderThanUnixMillis();
    Long maxTraces = policy.maxTraces();
    Long maxBytes = policy.maxBytes();
    return (olderThan != null && timeMillis < olderThan)
        || (maxTraces != null && count > maxTraces)
        || (maxBytes != null && bytes > maxBytes);
  }

  static List<String> allExperiments(Sql sql) throws SQLException {
    return sql.list(
        "SELECT DISTINCT experiment_id FROM traces ORDER BY experiment_id",
        row -> Long.toString(row.getLong(1)));
  }
}

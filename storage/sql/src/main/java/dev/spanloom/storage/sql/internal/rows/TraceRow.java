package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.storage.sql.Amounts;
import dev.spanloom.storage.sql.ExperimentNumbers;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.rollup.TracePoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of the table of traces: the trace as it is shown, as far as searches look at it. */
public record TraceRow(
    long traceNo,
    String traceId,
    long experimentId,
    long requestTimeMillis,
    @Nullable Long durationMillis,
    String state,
    @Nullable String name,
    @Nullable String clientRequestId,
    @Nullable String sessionId,
    @Nullable String userName,
    @Nullable String runId,
    int spanCount,
    long payloadBytes,
    boolean assessed,
    boolean archived,
    boolean blurred,
    @Nullable TokenUsage usage,
    @Nullable LlmCost cost) {
  private static final int AMOUNTS = 16;

  public static final String COLUMNS = Tables.TRACES.columnNames();

  public static TraceRow read(ResultSet row) throws SQLException {
    return new TraceRow(
        row.getLong(1),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        Sql.longOrNull(row, 5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        row.getInt(12),
        row.getLong(13),
        row.getInt(14) != 0,
        row.getInt(15) != 0,
        row.getInt(16) != 0,
        Amounts.usage(row, AMOUNTS + 1),
        Amounts.cost(row, AMOUNTS + 1));
  }

  /** The row of a trace as it is shown, with the columns that only the store knows. */
  public static TraceRow of(
      long traceNo,
      TraceInfo shown,
      Map<String, String> saidMetadata,
      int spanCount,
      long payloadBytes,
      boolean archived,
      boolean blurred) {
    return new TraceRow(
        traceNo,
        shown.traceId(),
        experimentNumber(shown),
        shown.requestTimeUnixMillis(),
        shown.executionDurationMillis(),
        shown.state().name(),
        shown.name(),
        shown.clientRequestId(),
        saidMetadata.get(TraceMetadataKey.TRACE_SESSION),
        saidMetadata.get(TraceMetadataKey.TRACE_USER),
        saidMetadata.get(TraceMetadataKey.SOURCE_RUN),
        spanCount,
        payloadBytes,
        !shown.assessments().isEmpty(),
        archived,
        blurred,
        shown.tokenUsage().orElse(null),
        shown.cost().orElse(null));
  }

  public static long experimentNumber(TraceInfo info) {
    return ExperimentNumbers.of(String.valueOf(info.experimentId()));
  }

  public @Nullable Object[] values() {
    @Nullable Object[] row = new Object[Tables.TRACES.columns().size()];
    row[0] = traceNo;
    row[1] = traceId;
    row[2] = experimentId;
    row[3] = requestTimeMillis;
    row[4] = durationMillis;
    row[5] = state;
    row[6] = name;
    row[7] = clientRequestId;
    row[8] = sessionId;
    row[9] = userName;
    row[10] = runId;
    row[11] = (long) spanCount;
    row[12] = payloadBytes;
    row[13] = assessed ? 1L : 0L;
    row[14] = archived ? 1L : 0L;
    row[15] = blurred ? 1L : 0L;
    Amounts.put(row, AMOUNTS, usage, cost);
    return row;
  }

  public TracePoint point() {
    return new TracePoint(
        experimentId, requestTimeMillis, name, state, durationMillis, usage, cost);
  }
}

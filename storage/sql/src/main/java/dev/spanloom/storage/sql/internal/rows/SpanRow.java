package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.storage.SpanSummary;
import dev.spanloom.storage.sql.Amounts;
import dev.spanloom.storage.sql.Hex;
import dev.spanloom.storage.sql.SpanBits;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.rollup.SpanPoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of spans.
 *
 * @param spanId its id as a number
 * @param ordinal its place in {@link SpanBits}
 * @param position its place in the chunk
 */
public record SpanRow(
    long traceNo,
    long spanId,
    @Nullable Long parentId,
    int ordinal,
    long chunkId,
    int position,
    String name,
    @Nullable String type,
    SpanStatusCode status,
    long startNanos,
    @Nullable Long endNanos,
    long sizeBytes,
    @Nullable String model,
    @Nullable String provider,
    @Nullable TokenUsage usage,
    @Nullable LlmCost cost) {
  private static final int AMOUNTS = 14;

  /** What {@link #read} reads, in its order. */
  public static final String COLUMNS = Tables.SPANS.columnNames();

  public static SpanRow read(ResultSet row) throws SQLException {
    return new SpanRow(
        row.getLong(1),
        row.getLong(2),
        Sql.longOrNull(row, 3),
        row.getInt(4),
        row.getLong(5),
        row.getInt(6),
        row.getString(7),
        row.getString(8),
        SpanStatusCode.valueOf(row.getString(9)),
        row.getLong(10),
        Sql.longOrNull(row, 11),
        row.getLong(12),
        row.getString(13),
        row.getString(14),
        Amounts.usage(row, AMOUNTS + 1),
        Amounts.cost(row, AMOUNTS + 1));
  }

  public @Nullable Object[] values() {
    @Nullable Object[] row = new Object[Tables.SPANS.columns().size()];
    row[0] = traceNo;
    row[1] = spanId;
    row[2] = parentId;
    row[3] = (long) ordinal;
    row[4] = chunkId;
    row[5] = (long) position;
    row[6] = name;
    row[7] = type;
    row[8] = status.name();
    row[9] = startNanos;
    row[10] = endNanos;
    row[11] = sizeBytes;
    row[12] = model;
    row[13] = provider;
    Amounts.put(row, AMOUNTS, usage, cost);
    return row;
  }

  public static SpanRow of(
      long traceNo, long spanId, int ordinal, long chunkId, int position, SpanFacts facts) {
    return new SpanRow(
        traceNo,
        spanId,
        Hex.numberOrNull(facts.parentId()),
        ordinal,
        chunkId,
        position,
        facts.name(),
        facts.spanType(),
        facts.statusCode(),
        facts.startTimeUnixNanos(),
        facts.endTimeUnixNanos(),
        facts.sizeBytes(),
        facts.model(),
        facts.provider(),
        facts.tokenUsage(),
        facts.cost());
  }

  /** The facts; previews are not kept in rows. */
  public SpanFacts facts(String traceId) {
    return new SpanFacts(
        traceId,
        Hex.text(spanId),
        Hex.textOrNull(parentId),
        name,
        type,
        status,
        startNanos,
        endNanos,
        sizeBytes,
        model,
        provider,
        usage,
        cost,
        null,
        null);
  }

  public SpanPoint point(long experimentId) {
    return new SpanPoint(
        experimentId, startNanos, endNanos, name, type, model, status.name(), usage, cost);
  }

  public SpanSummary summary() {
    return new SpanSummary(
        Hex.text(spanId),
        Hex.textOrNull(parentId),
        name,
        type,
        status,
        startNanos,
        endNanos,
        model,
        usage,
        cost);
  }
}

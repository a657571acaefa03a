package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.storage.sql.Blocks;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects the times of traces by blocks of neighbouring numbers. A block's times are bounds: they
 * only widen. Not thread-safe; one per transaction.
 */
public final class TimeBlocks {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Map<Long, long[]> traces = new TreeMap<>();
  private final Map<Long, long[]> chunks = new TreeMap<>();
  private final Map<Long, long[]> spans = new TreeMap<>();

  void trace(long traceNo, long timeMillis) {
    add(traces, traceNo, timeMillis);
  }

  void chunk(long chunkId, long timeMillis) {
    add(chunks, chunkId, timeMillis);
  }

  void span(long traceNo, long startNanos) {
    add(spans, traceNo, Math.floorDiv(startNanos, NANOS_PER_MILLI));
  }

  private static void add(Map<Long, long[]> blocks, long number, long timeMillis) {
    long[] times =
        blocks.computeIfAbsent(
            number >> Blocks.SHIFT, block -> new long[] {timeMillis, timeMillis});
    times[0] = Math.min(times[0], timeMillis);
    times[1] = Math.max(times[1], timeMillis);
  }

  void flush(Sql sql) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    chunks.forEach((block, times) -> rows.add(row(Blocks.OF_CHUNKS, block, times)));
    spans.forEach((block, times) -> rows.add(row(Blocks.OF_SPANS, block, times)));
    traces.forEach((block, times) -> rows.add(row(Blocks.OF_TRACES, block, times)));
    sql.insert(
        Tables.TIME_BLOCKS, Widening.of(Tables.TIME_BLOCKS, "min_time_ms", "max_time_ms"), rows);
  }

  private static @Nullable Object[] row(String kind, long block, long[] times) {
    return new @Nullable Object[] {kind, block, times[0], times[1]};
  }
}

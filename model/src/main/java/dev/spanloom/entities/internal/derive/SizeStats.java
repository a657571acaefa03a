package dev.spanloom.entities.internal.derive;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonLength;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How large a trace is as JSON, as the metadata {@code mlflow.trace.sizeStats} has it. All numbers
 * are bytes but the count of spans.
 */
public record SizeStats(long totalSizeBytes, int numSpans, long max, long p25, long p50, long p75) {
  /** The stats of a trace from its info and the sizes of its spans. */
  public static SizeStats of(TraceInfo info, SpanSizes sizes) {
    long total = sizes.sum() + Math.max(0, 2 * (sizes.count() - 1)) + infoSizeBytes(info);
    return new SizeStats(
        total, (int) sizes.count(), sizes.max(), sizes.p25(), sizes.p50(), sizes.p75());
  }

  private static long infoSizeBytes(TraceInfo info) {
    Map<String, Object> trace = new LinkedHashMap<>();
    trace.put("info", info.toMap());
    trace.put("data", Map.of("spans", List.of()));
    return JsonLength.ascii().value(trace).length();
  }

  /** MLflow's JSON shape. */
  public String toJson() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("total_size_bytes", totalSizeBytes);
    map.put("num_spans", numSpans);
    map.put("max", max);
    map.put("p25", p25);
    map.put("p50", p50);
    map.put("p75", p75);
    return JsonWriter.write(map);
  }
}

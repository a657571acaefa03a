package dev.spanloom.entities.internal.derive;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How large a trace is as JSON, as the metadata {@code mlflow.trace.sizeStats} has it. All numbers
 * are bytes but the count of spans.
 */
public record SizeStats(long totalSizeBytes, int numSpans, long max, long p25, long p50, long p75) {
  /** The size of one span: the bytes of its dict form with non-ASCII characters escaped. */
  public static long spanSizeBytes(Span span) {
    return JsonWriter.ascii().value(span.toMap()).length();
  }

  /** The stats of a trace from its info and the sizes of its spans. */
  public static SizeStats of(TraceInfo info, long[] spanSizes) {
    long[] sorted = spanSizes.clone();
    Arrays.sort(sorted);
    long total =
        Arrays.stream(sorted).sum() + Math.max(0, 2L * (sorted.length - 1)) + infoSizeBytes(info);
    long max = sorted.length == 0 ? 0 : sorted[sorted.length - 1];
    return new SizeStats(
        total,
        sorted.length,
        max,
        (long) percentile(sorted, 0.25),
        (long) percentile(sorted, 0.5),
        (long) percentile(sorted, 0.75));
  }

  /** By linear interpolation between the two nearest ranks; 0 of nothing. */
  static double percentile(long[] sorted, double share) {
    if (sorted.length == 0) {
      return 0.0;
    }
    double index = share * (sorted.length - 1);
    int below = (int) Math.floor(index);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (index - below);
  }

  private static long infoSizeBytes(TraceInfo info) {
    Map<String, Object> trace = new LinkedHashMap<>();
    trace.put("info", info.toMap());
    trace.put("data", Map.of("spans", List.of()));
    return JsonWriter.ascii().value(trace).length();
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

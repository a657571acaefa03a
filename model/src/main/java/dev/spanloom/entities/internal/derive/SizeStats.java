package dev.spanloom.entities.internal.derive;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.json.JsonLength;
import dev.spanloom.entities.internal.json.JsonReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large a trace is as JSON, as the metadata {@code mlflow.trace.sizeStats} has it. All numbers
 * are bytes but the count of spans.
 */
public record SizeStats(long totalSizeBytes, int numSpans, long max, long p25, long p50, long p75) {
  private static final List<String> LATER_METADATA =
      List.of(TraceMetadataKey.SIZE_STATS, TraceMetadataKey.SIZE_BYTES, TraceMetadataKey.COST);
  private static final List<String> LATER_TAGS =
      List.of(TraceTagKey.ARTIFACT_LOCATION, TraceTagKey.SPANS_LOCATION);

  /** The stats of a trace from its info and the sizes of its spans. */
  public static SizeStats of(TraceInfo info, SpanSizes sizes) {
    return of(infoBytes(info), sizes);
  }

  /** The same, where {@link #infoBytes} is known. */
  public static SizeStats of(long infoBytes, SpanSizes sizes) {
    long total = sizes.sum() + Math.max(0, 2 * (sizes.count() - 1)) + infoBytes;
    return new SizeStats(
        total, (int) sizes.count(), sizes.max(), sizes.p25(), sizes.p50(), sizes.p75());
  }

  /** How many spans a trace has as its metadata says; 0 when it does not say. */
  public static long spansSaid(TraceInfo info) {
    String text = info.traceMetadata().get(TraceMetadataKey.SIZE_STATS);
    return text != null
            && JsonReader.readOrText(text) instanceof Map<?, ?> stats
            && stats.get("num_spans") instanceof Number count
        ? count.longValue()
        : 0;
  }

  /**
   * What an info adds to the size of a trace, itself without sizes and whatever its assessments.
   */
  public static long infoBytes(TraceInfo info) {
    Map<String, @Nullable Object> dict = info.toMap();
    dict.remove("assessments");
    // MLflow measures before the store adds the cost and its tags
    leaveOut(dict, "trace_metadata", info.traceMetadata(), LATER_METADATA);
    leaveOut(dict, "tags", info.tags(), LATER_TAGS);
    Map<String, Object> trace = new LinkedHashMap<>();
    trace.put("info", dict);
    trace.put("data", Map.of("spans", List.of()));
    return JsonLength.ascii().value(trace).length();
  }

  private static void leaveOut(
      Map<String, @Nullable Object> dict,
      String field,
      Map<String, String> entries,
      List<String> keys) {
    if (keys.stream().noneMatch(entries::containsKey)) {
      return;
    }
    Map<String, String> rest = new LinkedHashMap<>(entries);
    keys.forEach(rest::remove);
    if (rest.isEmpty()) {
      dict.remove(field);
    } else {
      dict.put(field, rest);
    }
  }

  /** MLflow's JSON shape. */
  public String toJson() {
    return "{\"total_size_bytes\": "
        + totalSizeBytes
        + ", \"num_spans\": "
        + numSpans
        + ", \"max\": "
        + max
        + ", \"p25\": "
        + p25
        + ", \"p50\": "
        + p50
        + ", \"p75\": "
        + p75
        + "}";
  }
}

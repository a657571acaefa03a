package dev.spanloom.server.ui;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.derive.Previews;
import dev.spanloom.entities.internal.derive.SizeStats;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A trace as a row of a table. */
final class TraceRow {
  private static final int PREVIEW_CHARS = 256;

  /** Tags that are columns, and those that the store puts on all traces. */
  private static final Set<String> LEFT_OUT_TAGS =
      Set.of(
          TraceTagKey.TRACE_NAME,
          TraceTagKey.ARTIFACT_LOCATION,
          TraceTagKey.SPANS_LOCATION,
          TraceTagKey.ARCHIVE_LOCATION);

  private static final Set<String> LEFT_OUT_METADATA =
      Set.of(
          TraceMetadataKey.SCHEMA_VERSION,
          TraceMetadataKey.INPUTS,
          TraceMetadataKey.OUTPUTS,
          TraceMetadataKey.TOKEN_USAGE,
          TraceMetadataKey.COST,
          TraceMetadataKey.SIZE_STATS,
          TraceMetadataKey.SIZE_BYTES,
          TraceMetadataKey.INFO_FINALIZED,
          TraceMetadataKey.TRACE_USER,
          TraceMetadataKey.TRACE_SESSION);

  private TraceRow() {}

  /** Of a table: short, and without what is in other columns. */
  static Map<String, @Nullable Object> of(TraceInfo info) {
    return map(
        info,
        PREVIEW_CHARS,
        without(info.tags(), LEFT_OUT_TAGS),
        without(info.traceMetadata(), LEFT_OUT_METADATA));
  }

  /** Of a page of its own: with all that is known. */
  static Map<String, @Nullable Object> whole(TraceInfo info) {
    return map(info, Previews.MAX_CHARS, info.tags(), info.traceMetadata());
  }

  private static Map<String, @Nullable Object> map(
      TraceInfo info, int previewChars, Map<String, String> tags, Map<String, String> metadata) {
    long spans = SizeStats.spansSaid(info);
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("trace_id", info.traceId());
    row.put("experiment_id", info.experimentId());
    row.put("name", info.name());
    row.put("state", info.state().name());
    row.put("time_ms", info.requestTimeUnixMillis());
    row.put("duration_ms", info.executionDurationMillis());
    row.put("request", cut(info.requestPreview(), previewChars));
    row.put("response", cut(info.responsePreview(), previewChars));
    row.put("tokens", tokens(info.tokenUsage().orElse(null)));
    row.put("cost", cost(info.cost().orElse(null)));
    row.put("session", info.traceMetadata().get(TraceMetadataKey.TRACE_SESSION));
    row.put("user", info.traceMetadata().get(TraceMetadataKey.TRACE_USER));
    row.put("client_request_id", info.clientRequestId());
    row.put("span_count", spans == 0 ? null : spans);
    row.put("tags", tags);
    row.put("metadata", metadata);
    row.put("assessments", info.assessments().stream().map(Assessment::toMap).toList());
    return row;
  }

  private static @Nullable String cut(@Nullable String preview, int chars) {
    return preview == null ? null : Previews.cut(preview, chars);
  }

  private static Map<String, String> without(Map<String, String> entries, Set<String> keys) {
    Map<String, String> rest = new LinkedHashMap<>(entries);
    rest.keySet().removeAll(keys);
    return rest;
  }

  static @Nullable Map<String, @Nullable Object> tokens(@Nullable TokenUsage usage) {
    if (usage == null) {
      return null;
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("input", usage.inputTokens());
    map.put("output", usage.outputTokens());
    map.put("total", usage.totalTokens());
    map.put("cache_read", usage.cacheReadInputTokens());
    map.put("cache_creation", usage.cacheCreationInputTokens());
    return map;
  }

  static @Nullable Map<String, @Nullable Object> cost(@Nullable LlmCost cost) {
    if (cost == null) {
      return null;
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("input", cost.inputCost());
    map.put("output", cost.outputCost());
    map.put("total", cost.totalCost());
    return map;
  }
}

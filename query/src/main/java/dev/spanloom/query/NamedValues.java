package dev.spanloom.query;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a {@link FieldPath} can name of a trace info and of a span. */
final class NamedValues {
  /**
   * MLflow's names in the dict form, its older names of the same, and facts that are kept in tags
   * and metadata.
   */
  static final Map<String, Function<TraceInfo, @Nullable Object>> OF_INFO = ofInfo();

  static final Map<String, Function<Span, @Nullable Object>> OF_SPAN = ofSpan();

  private NamedValues() {}

  private static Map<String, Function<TraceInfo, @Nullable Object>> ofInfo() {
    Map<String, Function<TraceInfo, @Nullable Object>> fields = new LinkedHashMap<>();
    fields.put("trace_id", TraceInfo::traceId);
    fields.put("request_id", TraceInfo::traceId);
    fields.put("client_request_id", TraceInfo::clientRequestId);
    fields.put("experiment_id", TraceInfo::experimentId);
    fields.put("trace_location", info -> info.traceLocation().toMap());
    fields.put("name", TraceInfo::name);
    fields.put("state", info -> info.state().name());
    fields.put("status", info -> info.state().name());
    fields.put("request_time", info -> info.toMap().get("request_time"));
    fields.put("timestamp_ms", TraceInfo::requestTimeUnixMillis);
    fields.put("execution_duration_ms", TraceInfo::executionDurationMillis);
    fields.put("execution_time_ms", TraceInfo::executionDurationMillis);
    fields.put("request_preview", TraceInfo::requestPreview);
    fields.put("response_preview", TraceInfo::responsePreview);
    fields.put("tags", TraceInfo::tags);
    fields.put("trace_metadata", TraceInfo::traceMetadata);
    fields.put("request_metadata", TraceInfo::traceMetadata);
    fields.put("session_id", info -> info.traceMetadata().get(TraceMetadataKey.TRACE_SESSION));
    fields.put("user", info -> info.traceMetadata().get(TraceMetadataKey.TRACE_USER));
    fields.put("run_id", info -> info.traceMetadata().get(TraceMetadataKey.SOURCE_RUN));
    fields.put("token_usage", info -> info.tokenUsage().map(TokenUsage::toMap).orElse(null));
    fields.put("cost", info -> info.cost().map(LlmCost::toMap).orElse(null));
    fields.put(
        "assessments",
        info -> info.assessments().stream().map(assessment -> assessment.toMap()).toList());
    return Collections.unmodifiableMap(fields);
  }

  private static Map<String, Function<Span, @Nullable Object>> ofSpan() {
    Map<String, Function<Span, @Nullable Object>> fields = new LinkedHashMap<>();
    fields.put("inputs", Span::inputs);
    fields.put("outputs", Span::outputs);
    fields.put("attributes", Span::attributes);
    fields.put("name", Span::name);
    fields.put("type", Span::spanType);
    fields.put("status", span -> span.status().statusCode().name());
    fields.put("status_message", span -> span.status().description());
    fields.put("span_id", Span::spanId);
    fields.put("parent_id", Span::parentId);
    fields.put("start_time_unix_nano", Span::startTimeUnixNanos);
    fields.put("end_time_unix_nano", Span::endTimeUnixNanos);
    fields.put("duration_ms", NamedValues::durationMillis);
    return Collections.unmodifiableMap(fields);
  }

  private static @Nullable Object durationMillis(Span span) {
    Long nanos = span.durationNanos();
    return nanos == null ? null : nanos / 1e6;
  }
}

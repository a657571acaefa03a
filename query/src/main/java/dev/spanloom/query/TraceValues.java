package dev.spanloom.query;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.derive.Linked;
import dev.spanloom.entities.internal.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a trace has for a field of its own. */
final class TraceValues {
  private TraceValues() {}

  /** The values of a field; several of assessments, prompts, runs and nested sessions. */
  static List<FieldValue> of(
      Field field, TraceInfo shown, Map<String, String> saidMetadata, long spanCount) {
    if (field instanceof KeyedField keyed) {
      return switch (keyed.family()) {
        case TAG -> texts(shown.tags().get(keyed.key()));
        case METADATA -> texts(saidMetadata.get(keyed.key()));
        case FEEDBACK, EXPECTATION -> assessments(keyed, shown.assessments());
        case SPAN_ATTRIBUTE -> List.of();
      };
    }
    return field instanceof TraceField traceField
        ? ofTrace(traceField, shown, saidMetadata, spanCount)
        : List.of();
  }

  private static List<FieldValue> ofTrace(
      TraceField field, TraceInfo shown, Map<String, String> saidMetadata, long spanCount) {
    return switch (field) {
      case SESSION_ID -> sessions(saidMetadata.get(TraceMetadataKey.TRACE_SESSION));
      case RUN_ID -> runs(saidMetadata);
      case PROMPT -> prompts(shown.tags().get(TraceTagKey.LINKED_PROMPTS));
      case TIMESTAMP_MS -> values(shown.requestTimeUnixMillis());
      case END_TIME_MS -> values(endTime(shown));
      case EXECUTION_TIME_MS -> values(shown.executionDurationMillis());
      case SPAN_COUNT -> values(spanCount);
      default -> values(comparable(field, shown, saidMetadata));
    };
  }

  static long endTime(TraceInfo shown) {
    Long duration = shown.executionDurationMillis();
    return shown.requestTimeUnixMillis() + (duration == null ? 0 : duration);
  }

  /** The one text, token count or cost of a field; null where the trace has none. */
  static @Nullable Comparable<?> comparable(
      TraceField field, TraceInfo shown, Map<String, String> saidMetadata) {
    return switch (field) {
      case REQUEST_ID -> shown.traceId();
      case CLIENT_REQUEST_ID -> shown.clientRequestId();
      case NAME -> shown.name();
      case STATUS -> shown.state().name();
      case EXPERIMENT_ID -> shown.experimentId();
      case RUN_ID -> saidMetadata.get(TraceMetadataKey.SOURCE_RUN);
      case SESSION_ID -> saidMetadata.get(TraceMetadataKey.TRACE_SESSION);
      case USER -> saidMetadata.get(TraceMetadataKey.TRACE_USER);
      case INPUT_TOKENS -> shown.tokenUsage().map(TokenUsage::inputTokens).orElse(null);
      case OUTPUT_TOKENS -> shown.tokenUsage().map(TokenUsage::outputTokens).orElse(null);
      case TOTAL_TOKENS -> shown.tokenUsage().map(TokenUsage::totalTokens).orElse(null);
      case CACHE_READ_INPUT_TOKENS ->
          shown.tokenUsage().map(TokenUsage::cacheReadInputTokens).orElse(null);
      case CACHE_CREATION_INPUT_TOKENS ->
          shown.tokenUsage().map(TokenUsage::cacheCreationInputTokens).orElse(null);
      case INPUT_COST -> shown.cost().map(LlmCost::inputCost).orElse(null);
      case OUTPUT_COST -> shown.cost().map(LlmCost::outputCost).orElse(null);
      case TOTAL_COST -> shown.cost().map(LlmCost::totalCost).orElse(null);
      case PROMPT, TEXT, TIMESTAMP_MS, END_TIME_MS, EXECUTION_TIME_MS, SPAN_COUNT -> null;
    };
  }

  private static List<FieldValue> assessments(KeyedField field, List<Assessment> all) {
    String kind = field.family().prefix();
    List<FieldValue> values = new ArrayList<>();
    for (Assessment assessment : all) {
      if (assessment.isValid()
          && assessment.kind().equals(kind)
          && assessment.name().equals(field.key())) {
        FieldValue value = FieldValue.of(assessment);
        if (value != null) {
          values.add(value);
        }
      }
    }
    return values;
  }

  /** The whole text, and each element where the text is a JSON array. */
  private static List<FieldValue> sessions(@Nullable String text) {
    if (text == null
        || !text.startsWith("[")
        || !(JsonReader.readOrText(text) instanceof List<?> nested)) {
      return texts(text);
    }
    List<FieldValue> values = new ArrayList<>(texts(text));
    for (Object session : nested) {
      values.add(FieldValue.ofText(SpanText.of(session)));
    }
    return values;
  }

  /** The run that the trace came from, and those that it was linked to. */
  private static List<FieldValue> runs(Map<String, String> saidMetadata) {
    List<FieldValue> values = new ArrayList<>(texts(saidMetadata.get(TraceMetadataKey.SOURCE_RUN)));
    Linked.runs(saidMetadata).forEach(run -> values.add(FieldValue.ofText(run)));
    return values;
  }

  private static List<FieldValue> prompts(@Nullable String text) {
    List<FieldValue> values = new ArrayList<>();
    if (text != null && JsonReader.readOrText(text) instanceof List<?> prompts) {
      for (Object prompt : prompts) {
        if (prompt instanceof Map<?, ?> map && map.containsKey("name")) {
          values.add(
              FieldValue.ofText(
                  SpanText.of(map.get("name")) + "/" + SpanText.of(map.get("version"))));
        }
      }
    }
    return values;
  }

  private static List<FieldValue> texts(@Nullable String text) {
    return text == null ? List.of() : List.of(FieldValue.ofText(text));
  }

  private static List<FieldValue> values(@Nullable Object plain) {
    FieldValue value = FieldValue.of(plain);
    return value == null ? List.of() : List.of(value);
  }
}

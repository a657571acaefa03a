package dev.spanloom.bench.store;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.AssessmentSource;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.internal.proto.SpanMessage;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes of a {@link TraceSpec} what a client sends: an info, and spans as OTLP messages, written
 * straight into bytes so that the load does not eat what is measured. Not thread-safe.
 */
final class TraceEncoder {
  private static final int ATTRIBUTES = 9;
  private static final int STATUS_OK = 1;
  private static final int STATUS_ERROR = 2;
  private static final byte[] RESOURCE =
      OtlpRequests.encodeResource(
          new OtelResource(
              Map.of("service.name", "bench", "telemetry.sdk.language", "java"), "", 0));
  private static final byte[] SCOPE =
      OtlpRequests.encodeScope(new OtelScope("dev.spanloom.bench", "1", Map.of(), "", 0));

  private final List<String> experimentIds;
  private final Texts texts;
  private final ProtoWriter out = new ProtoWriter(8192);

  /** Where the messages begin that are open. */
  private final int[] marks = new int[16];

  private int depth;

  TraceEncoder(List<String> experimentIds, Vocabulary vocabulary) {
    this.experimentIds = List.copyOf(experimentIds);
    this.texts = new Texts(vocabulary);
  }

  TraceInfo info(TraceSpec trace) {
    TraceInfo.Builder info =
        TraceInfo.builder(trace.traceId())
            .experimentId(experimentIds.get(trace.experiment()))
            .requestTimeUnixMillis(trace.timeMillis())
            .executionDurationMillis(trace.durationMillis())
            .state(trace.error() ? TraceState.ERROR : TraceState.OK)
            .tag(TraceTagKey.TRACE_NAME, trace.name())
            .tag("team", trace.team())
            .tag("env", trace.env())
            .tag("channel", trace.channel())
            .metadata(TraceMetadataKey.SCHEMA_VERSION, TraceMetadataKey.CURRENT_SCHEMA_VERSION)
            .metadata(TraceMetadataKey.TRACE_SESSION, trace.session())
            .metadata(TraceMetadataKey.TRACE_USER, trace.user())
            .metadata(TraceMetadataKey.GIT_COMMIT, trace.commit())
            .metadata("app_version", trace.appVersion());
    if (trace.correctness() != null) {
      info.assessments(List.of(feedback(trace, "correctness", trace.correctness())));
    } else if (trace.quality() != null) {
      info.assessments(List.of(feedback(trace, "quality", trace.quality())));
    }
    return info.build();
  }

  private static Assessment feedback(TraceSpec trace, String name, Object value) {
    return Feedback.builder(name)
        .value(value)
        .source(AssessmentSource.human("reviewer"))
        .createTimeUnixMillis(trace.timeMillis() + 60_000)
        .build();
  }

  /** The spans of a trace in the order in which they end: the root last. */
  void spans(TraceSpec trace, List<EncodedSpan> into) {
    texts.beginTrace(Bits.scramble(trace.number()));
    for (int i = trace.spans().size() - 1; i >= 0; i--) {
      texts.nextSpan(Planted.of(trace.number(), i));
      into.add(new EncodedSpan(encode(trace, i), RESOURCE, "", SCOPE, ""));
    }
  }

  private byte[] encode(TraceSpec trace, int number) {
    SpanSpec span = trace.spans().get(number);
    out.reset();
    SpanMessage.head(
        out,
        trace.traceId().substring(3),
        Workload.spanId(trace.number(), number),
        "",
        span.parent() < 0 ? null : Workload.spanId(trace.number(), span.parent()),
        span.name());
    SpanMessage.kindAndTimes(out, 1, span.startNanos(), span.startNanos() + span.durationNanos());
    attribute(SpanAttributeKey.SPAN_TYPE, span.type());
    payload(span);
    attribute("model", span.model());
    attribute("provider", span.provider());
    attribute("temperature", span.temperature());
    attribute("env", trace.env());
    attribute("region", span.region());
    attribute("tier", span.tier());
    attribute("retries", (long) span.retries());
    attribute("cache_hit", span.cacheHit());
    attribute("score", span.score());
    attribute("request_ref", Workload.requestRef(trace.number(), number));
    if (span.callsModel()) {
      attribute(SpanAttributeKey.MODEL, span.model());
      attribute(SpanAttributeKey.CHAT_USAGE, usage(span));
      attribute(SpanAttributeKey.LLM_COST, cost(span));
    }
    SpanMessage.status(
        out,
        span.error() ? STATUS_ERROR : STATUS_OK,
        span.error() ? "TimeoutException: no answer within 30 s" : "");
    return out.toByteArray();
  }

  private static Map<String, Object> usage(SpanSpec span) {
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("input_tokens", (long) span.inputTokens());
    usage.put("output_tokens", (long) span.outputTokens());
    usage.put("total_tokens", (long) span.inputTokens() + span.outputTokens());
    return usage;
  }

  private static Map<String, Object> cost(SpanSpec span) {
    Workload.Model model =
        Workload.MODELS.stream()
            .filter(each -> each.name().equals(span.model()))
            .findFirst()
            .orElseThrow();
    Map<String, Object> cost = new LinkedHashMap<>();
    cost.put("input_cost", span.inputTokens() * model.inputPrice() / 1e6);
    cost.put("output_cost", span.outputTokens() * model.outputPrice() / 1e6);
    cost.put("total_cost", span.cost());
    return cost;
  }

  /** Inputs and outputs in the shape that spans of the type have. */
  private void payload(SpanSpec span) {
    boolean chat = span.type().equals(SpanType.LLM);
    openValue(ATTRIBUTES, SpanAttributeKey.INPUTS);
    open(AnyValues.KVLIST);
    if (chat) {
      AnyValues.writeKeyValue(out, 1, "model", span.model());
      openValue(1, "messages");
      open(AnyValues.ARRAY);
      message("system", texts.history);
      message("user", texts.question);
      close(3);
    } else {
      text("context", texts.history);
      text("query", texts.question);
    }
    close(3);

    openValue(ATTRIBUTES, SpanAttributeKey.OUTPUTS);
    open(AnyValues.KVLIST);
    text(chat ? "content" : "result", texts.answer);
    close(3);
  }

  private void message(String role, Texts.Text content) {
    open(1);
    open(AnyValues.KVLIST);
    AnyValues.writeKeyValue(out, 1, "role", role);
    text("content", content);
    close(2);
  }

  private void text(String key, Texts.Text text) {
    openValue(1, key);
    out.bytesField(AnyValues.STRING, text.bytes, 0, text.length);
    close(2);
  }

  private void attribute(String key, Object value) {
    AnyValues.writeKeyValue(out, ATTRIBUTES, key, value);
  }

  /** Opens a {@code KeyValue} and in it the value: two messages. */
  private void openValue(int field, String key) {
    open(field);
    out.stringField(1, key);
    open(2);
  }

  private void open(int field) {
    marks[depth++] = out.beginMessage(field);
  }

  private void close(int messages) {
    for (int i = 0; i < messages; i++) {
      out.endMessage(marks[--depth]);
    }
  }
}

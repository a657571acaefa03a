package dev.spanloom.browser;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.TraceIds;
import java.util.List;
import java.util.Map;

/** Spans with ids that follow from numbers. */
final class Spans {
  static final long MILLI = 1_000_000L;

  private Spans() {}

  /** The id of a trace of a set. */
  static String traceId(int set, long number) {
    return TraceIds.fromOtel(String.format("%016x%016x", set, number));
  }

  static String spanId(long number) {
    return String.format("%016x", number);
  }

  /** A span that ended well. */
  static Span.Builder span(
      String traceId, long number, String name, String type, long startNanos, long nanos) {
    return Span.builder(traceId, spanId(number))
        .name(name)
        .spanType(type)
        .status(SpanStatus.OK)
        .startTimeUnixNanos(startNanos)
        .endTimeUnixNanos(startNanos + nanos);
  }

  /** What a call of a model costs. */
  static Span.Builder used(Span.Builder span, String model, int input, int output) {
    return span.attribute("mlflow.llm.model", text(model))
        .attribute("mlflow.llm.provider", text("openai"))
        .attribute(
            "mlflow.chat.tokenUsage",
            AttributeValue.ofJson(
                "{\"input_tokens\": "
                    + input
                    + ", \"output_tokens\": "
                    + output
                    + ", \"total_tokens\": "
                    + (input + output)
                    + "}"))
        .attribute(
            "mlflow.llm.cost",
            AttributeValue.ofJson(
                "{\"input_cost\": "
                    + input * 2.5e-6
                    + ", \"output_cost\": "
                    + output * 1e-5
                    + ", \"total_cost\": "
                    + (input * 2.5e-6 + output * 1e-5)
                    + "}"));
  }

  static AttributeValue text(String value) {
    return AttributeValue.of(value);
  }

  /** A chat of one question and its answer, as OpenAI's API has it. */
  static Span.Builder chat(Span.Builder span, String question, String answer) {
    return span.inputs(
            Map.of(
                "model",
                "gpt-4o-mini",
                "temperature",
                0.2,
                "messages",
                List.of(
                    Map.of("role", "system", "content", "You help customers of a bicycle shop."),
                    Map.of("role", "user", "content", question))))
        .outputs(
            Map.of(
                "id",
                "chatcmpl-1",
                "object",
                "chat.completion",
                "model",
                "gpt-4o-mini",
                "choices",
                List.of(
                    Map.of(
                        "index",
                        0,
                        "finish_reason",
                        "stop",
                        "message",
                        Map.of("role", "assistant", "content", answer)))))
        .attribute("mlflow.message.format", text("openai"));
  }
}

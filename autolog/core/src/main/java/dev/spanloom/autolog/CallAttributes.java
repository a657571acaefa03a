package dev.spanloom.autolog;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.price.PriceBook;
import dev.spanloom.internal.snapshot.EncodedJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a request and its answer say, as attributes of a span. Does not know the span: what it makes
 * may be made later. Thread-safe.
 */
final class CallAttributes {
  static final String FINISH_REASONS = "gen_ai.response.finish_reasons";
  static final String REASONING_TOKENS = "gen_ai.usage.reasoning.output_tokens";

  /** The conversation itself: an input, and no parameter. */
  private static final Set<String> NO_PARAMETERS =
      Set.of("messages", "input", "contents", "requests", "instances");

  private final boolean content;
  private final long startTimeUnixNanos;
  private @Nullable String requestedModel;

  /**
   * Those of a call.
   *
   * @param content whether prompts and answers are among them
   */
  CallAttributes(boolean content, long startTimeUnixNanos) {
    this.content = content;
    this.startTimeUnixNanos = startTimeUnixNanos;
  }

  private synchronized @Nullable String requestedModel() {
    return requestedModel;
  }

  void model(String model, BiConsumer<String, @Nullable Object> out) {
    synchronized (this) {
      requestedModel = model;
    }
    out.accept(SpanAttributeKey.MODEL, model);
  }

  /** What is asked, in the provider's own JSON shape. */
  void request(
      Map<String, ? extends @Nullable Object> request, BiConsumer<String, @Nullable Object> out) {
    if (request.get("model") instanceof String model) {
      model(model, out);
    }
    if (request instanceof EncodedJson json && content) {
      out.accept(SpanAttributeKey.INPUTS, json);
      json.forEachEncoded(NO_PARAMETERS, out);
      offered(json.get("tools"), out);
      return;
    }
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    request.forEach(
        (key, value) -> {
          if (!NO_PARAMETERS.contains(key)) {
            parameters.put(key, value);
          }
        });
    request(request, parameters, request.get("tools"), out);
  }

  void request(
      Map<String, ? extends @Nullable Object> inputs,
      Map<String, ? extends @Nullable Object> parameters,
      @Nullable Object tools,
      BiConsumer<String, @Nullable Object> out) {
    if (content) {
      out.accept(SpanAttributeKey.INPUTS, inputs);
      parameters.forEach(out);
      offered(tools, out);
    } else {
      out.accept(SpanAttributeKey.INPUTS, harmless(inputs));
      harmless(parameters).forEach(out);
    }
  }

  private static void offered(@Nullable Object tools, BiConsumer<String, @Nullable Object> out) {
    List<Map<String, Object>> offered = ChatTools.of(tools);
    if (!offered.isEmpty()) {
      out.accept(SpanAttributeKey.CHAT_TOOLS, offered);
    }
  }

  /** What holds no content, whatever the key: numbers, switches, and the name of the model. */
  private static Map<String, Object> harmless(Map<String, ? extends @Nullable Object> request) {
    Map<String, Object> kept = new LinkedHashMap<>();
    request.forEach(
        (key, value) -> {
          if (value instanceof Number
              || value instanceof Boolean
              || (key.equals("model") && value instanceof String)) {
            kept.put(key, value);
          }
        });
    return kept;
  }

  /** What is answered. */
  void answer(
      @Nullable Object outputs, ModelAnswer answer, BiConsumer<String, @Nullable Object> out) {
    if (!answer.finishReasons().isEmpty()) {
      out.accept(FINISH_REASONS, RepeatedTexts.encoded(answer.finishReasons()));
    }
    if (answer.reasoningTokens() != null) {
      out.accept(REASONING_TOKENS, answer.reasoningTokens());
    }
    if (requestedModel() == null && answer.model() != null) {
      model(answer.model(), out);
    }
    TokenUsage usage = answer.usage();
    if (usage != null) {
      out.accept(SpanAttributeKey.CHAT_USAGE, usage.toAttributeValue());
      cost(answer.model(), answer.priced() == null ? usage : answer.priced(), out);
    }
    if (outputs != null && content) {
      out.accept(SpanAttributeKey.OUTPUTS, outputs);
    }
  }

  private void cost(
      @Nullable String answered, TokenUsage usage, BiConsumer<String, @Nullable Object> out) {
    PriceBook prices = PriceBook.current();
    String asked = requestedModel();
    Optional<LlmCost> cost =
        asked == null ? Optional.empty() : prices.cost(asked, usage, startTimeUnixNanos);
    if (cost.isEmpty() && answered != null) {
      cost = prices.cost(answered, usage, startTimeUnixNanos);
    }
    cost.ifPresent(known -> out.accept(SpanAttributeKey.LLM_COST, known.toAttributeValue()));
  }
}

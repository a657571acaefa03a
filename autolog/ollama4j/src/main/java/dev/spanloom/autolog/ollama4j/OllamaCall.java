package dev.spanloom.autolog.ollama4j;

import dev.spanloom.LiveSpan;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request to Ollama as a span. Thread-safe as {@link ModelCall} is; pieces come from one. */
final class OllamaCall {
  private static final String MESSAGE = "message";
  private static final String FORMAT = "ollama";
  private static final ModelOperation CHAT =
      new ModelOperation("Ollama.chat", SpanType.CHAT_MODEL, FORMAT, FORMAT);
  private static final ModelOperation GENERATE =
      new ModelOperation("Ollama.generate", SpanType.LLM, FORMAT, null);
  private static final ModelOperation EMBED =
      new ModelOperation("Ollama.embed", SpanType.EMBEDDING, FORMAT, null);

  /** Text is kept up to this; the rest is counted by the model alone. */
  private static final int MOST_CHARS = 8 * 1024 * 1024;

  private final ModelCall call;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final Map<String, @Nullable Object> last = new LinkedHashMap<>();
  private @Nullable Object toolCalls;

  private OllamaCall(ModelCall call) {
    this.call = call;
  }

  static OllamaCall chat(Object request, AutologOptions options) {
    return start(CHAT, request, options);
  }

  static OllamaCall generate(Object request, AutologOptions options) {
    return start(GENERATE, request, options);
  }

  static OllamaCall embed(Object request, AutologOptions options) {
    return start(EMBED, request, options);
  }

  /** A tool that the library calls for the model. */
  static OllamaCall tool(String name, Map<String, Object> arguments, AutologOptions options) {
    ModelCall call =
        ModelCall.start(
            new ModelOperation(name, SpanType.TOOL, null, null), CallContext.current(), options);
    if (call.isRecording()) {
      call.request(arguments == null ? Map.of() : arguments, Map.of(), null);
    }
    return new OllamaCall(call);
  }

  private static OllamaCall start(
      ModelOperation operation, Object request, AutologOptions options) {
    ModelCall call = ModelCall.start(operation, CallContext.current(), options);
    if (call.isRecording()) {
      Map<String, @Nullable Object> json = OllamaJson.of(request);
      if (json.get("model") instanceof String model) {
        call.model(model);
      }
      call.request(json, parameters(json), json.get("tools"));
    }
    return new OllamaCall(call);
  }

  private static Map<String, @Nullable Object> parameters(Map<String, @Nullable Object> request) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    for (String key : List.of("stream", "think", "keep_alive", "format")) {
      if (request.get(key) != null) {
        parameters.put(key, request.get(key));
      }
    }
    if (request.get("options") instanceof Map<?, ?> options) {
      options.forEach((key, value) -> parameters.put(String.valueOf(key), value));
    }
    return parameters;
  }

  LiveSpan span() {
    return call.span();
  }

  /** A piece of a streamed chat, as Ollama sent it. */
  void piece(Object model) {
    if (!call.isRecording()) {
      return;
    }
    Map<String, @Nullable Object> json = OllamaJson.of(model);
    call.chunk(call.recordsChunks() ? JsonWriter.write(json) : null);
    last.putAll(json);
    if (json.get(MESSAGE) instanceof Map<?, ?> message) {
      add(text, message.get("content"));
      add(thinking, message.get("thinking"));
      toolCalls = message.get("tool_calls") == null ? toolCalls : message.get("tool_calls");
    }
  }

  /** A piece of a generated text. */
  void piece(String piece, boolean isThinking) {
    call.chunk(call.recordsChunks() ? JsonWriter.write(piece) : null);
    add(isThinking ? thinking : text, piece);
  }

  private static void add(StringBuilder into, @Nullable Object piece) {
    if (piece instanceof String string) {
      into.append(string, 0, Math.min(string.length(), MOST_CHARS - into.length()));
    }
  }

  /** What came in pieces so far; null for nothing. */
  private @Nullable Map<String, @Nullable Object> joined() {
    if (last.isEmpty() && text.isEmpty() && thinking.isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>(last);
    if (last.isEmpty()) {
      answer.put("response", text.toString());
      put(answer, "thinking", thinking.isEmpty() ? null : thinking.toString());
      return answer;
    }
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("role", "assistant");
    message.put("content", text.toString());
    put(message, "thinking", thinking.isEmpty() ? null : thinking.toString());
    put(message, "tool_calls", toolCalls);
    answer.put(MESSAGE, message);
    return answer;
  }

  private static void put(Map<String, @Nullable Object> into, String key, @Nullable Object value) {
    if (value != null) {
      into.put(key, value);
    }
  }

  /** True when pieces came. */
  boolean hasPieces() {
    return !last.isEmpty();
  }

  /** The pieces that came are the answer. */
  void completed() {
    Map<String, @Nullable Object> answer = joined();
    call.completed(answer, answer == null ? ModelAnswer.NONE : said(answer));
  }

  /**
   * The answer is there, whole.
   *
   * @param answer as Java has it
   */
  void completed(Object answer) {
    if (!call.isRecording()) {
      call.completed(null, ModelAnswer.NONE);
      return;
    }
    Map<String, @Nullable Object> json = OllamaJson.of(answer);
    call.completed(json, said(json));
  }

  /** A tool is done. */
  void completedTool(@Nullable Object result) {
    call.completed(result, ModelAnswer.NONE);
  }

  void failed(Throwable error) {
    Map<String, @Nullable Object> answer = joined();
    call.failed(error, answer, answer == null ? ModelAnswer.NONE : said(answer));
  }

  void failed(String message) {
    Map<String, @Nullable Object> answer = joined();
    call.failed(message, answer, answer == null ? ModelAnswer.NONE : said(answer));
  }

  /** Names are those of the wire, or those of Java for the library's own results. */
  private static ModelAnswer said(Map<String, @Nullable Object> answer) {
    Long input = number(answer, "prompt_eval_count", "promptEvalCount");
    Long output = number(answer, "eval_count", "evalCount");
    Object reason = answer.get("done_reason");
    Object known = reason == null ? answer.get("doneReason") : reason;
    return new ModelAnswer(
        answer.get("model") instanceof String model ? model : null,
        input == null && output == null
            ? null
            : new TokenUsage(input == null ? 0 : input, output == null ? 0 : output),
        null,
        known instanceof String said ? List.of(said) : List.of());
  }

  private static @Nullable Long number(
      Map<String, @Nullable Object> answer, String key, String otherKey) {
    Object value = answer.get(key) == null ? answer.get(otherKey) : answer.get(key);
    return value instanceof Number number ? number.longValue() : null;
  }
}

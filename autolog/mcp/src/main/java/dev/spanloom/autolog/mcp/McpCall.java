package dev.spanloom.autolog.mcp;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request of the protocol as a span, at its client or its server. Thread-safe. */
final class McpCall {
  static final String TOOL_CALL = "tools/call";
  private static final Set<String> RECORDED =
      Set.of(
          TOOL_CALL,
          "tools/list",
          "resources/read",
          "resources/list",
          "resources/templates/list",
          "prompts/get",
          "prompts/list",
          "completion/complete");

  private final ModelCall call;

  private McpCall(ModelCall call) {
    this.call = call;
  }

  /** Whether requests of a method are recorded; those that keep a session going are not. */
  static boolean isRecorded(String method) {
    return RECORDED.contains(method);
  }

  /**
   * Starts the span of a request.
   *
   * @param side {@code client} or {@code server}
   * @param params of the request, as JSON
   */
  static McpCall start(
      String method, String side, Map<?, ?> params, CallContext context, AutologOptions options) {
    Object target = params.get("name") != null ? params.get("name") : params.get("uri");
    boolean isTool = method.equals(TOOL_CALL);
    ModelCall call =
        ModelCall.start(
            new ModelOperation(
                target == null ? method : method + " " + target,
                isTool ? SpanType.TOOL : SpanType.TASK,
                null,
                null),
            context,
            options);
    if (call.isRecording()) {
      call.span().setAttribute("mcp.method.name", method);
      call.span().setAttribute("mcp.side", side);
      if (isTool) {
        call.span().setAttribute("gen_ai.tool.name", target);
      }
      call.request(inputs(params, isTool), Map.of(), null);
    }
    return new McpCall(call);
  }

  /** The inputs of a tool are its arguments; what is there for the protocol is left out. */
  private static Map<String, @Nullable Object> inputs(Map<?, ?> params, boolean isTool) {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    Map<?, ?> from = params;
    if (isTool) {
      from = params.get("arguments") instanceof Map<?, ?> arguments ? arguments : Map.of();
    }
    from.forEach(
        (key, value) -> {
          if (isTool || !"_meta".equals(key)) {
            inputs.put(String.valueOf(key), value);
          }
        });
    return inputs;
  }

  boolean isRecording() {
    return call.isRecording();
  }

  /** What another process needs to go on below this span. */
  Map<String, String> headers() {
    try (var scope = span().makeCurrent()) {
      return Mlflow.tracingHeaders();
    }
  }

  LiveSpan span() {
    return call.span();
  }

  /**
   * The result is there.
   *
   * @param result as JSON
   */
  void completed(@Nullable Object result) {
    Object outputs = McpJson.withFiles(result);
    if (result instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("isError"))) {
      call.failed(text(map.get("content")), outputs, ModelAnswer.NONE);
    } else {
      call.completed(outputs, ModelAnswer.NONE);
    }
  }

  /** What a tool that failed says about it. */
  private static String text(@Nullable Object content) {
    StringBuilder text = new StringBuilder();
    if (content instanceof List<?> parts) {
      for (Object part : parts) {
        if (part instanceof Map<?, ?> map && map.get("text") instanceof String said) {
          text.append(text.isEmpty() ? "" : "\n").append(said);
        }
      }
    }
    return text.isEmpty() ? "the tool reported an error" : text.toString();
  }

  /** The other side answered with an error of JSON-RPC. */
  void refused(@Nullable Integer code, @Nullable String message) {
    call.failed("JSON-RPC error " + code + ": " + message, null, ModelAnswer.NONE);
  }

  void failed(Throwable error) {
    call.failed(error);
  }

  void cancelled() {
    call.cancelled(null, ModelAnswer.NONE);
  }
}

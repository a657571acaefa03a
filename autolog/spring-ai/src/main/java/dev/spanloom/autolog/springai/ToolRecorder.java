package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.internal.json.JsonReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;

/** Calls of tools: TOOL spans. */
final class ToolRecorder extends Recorder<ToolCallingObservationContext> {
  ToolRecorder() {
    super(ToolCallingObservationContext.class);
  }

  @Override
  ModelOperation operation(ToolCallingObservationContext context) {
    return new ModelOperation(context.getToolDefinition().name(), SpanType.TOOL, null, null);
  }

  @Override
  void started(ToolCallingObservationContext context, ModelCall call) {
    // not in the oldest version
    if (PublicMethods.call(context, "getToolCallId") instanceof String id && !id.isBlank()) {
      call.span().setAttribute("tool_call_id", id);
    }
    if (call.recordsContent()) {
      call.request(arguments(context.getToolCallArguments()), Map.of(), null);
    }
  }

  /** What models send is an object of JSON, mostly. */
  private static Map<String, @Nullable Object> arguments(@Nullable String json) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    Object read = json == null || json.isBlank() ? Map.of() : JsonReader.readOrText(json);
    if (read instanceof Map<?, ?> map) {
      map.forEach((key, value) -> arguments.put(String.valueOf(key), value));
    } else {
      arguments.put("arguments", read);
    }
    return arguments;
  }

  @Override
  Outcome outcome(ToolCallingObservationContext context, ModelCall call) {
    String result = context.getToolCallResult();
    return Outcome.of(
        result == null || !call.recordsContent() ? null : JsonReader.readOrText(result));
  }
}

package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.internal.json.JsonReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The executions of tools as TOOL spans. */
final class Tools {
  private Tools() {}

  /**
   * Starts the span of an execution.
   *
   * @param startTimeUnixNanos when it began; 0 for now
   */
  static Step start(
      ToolExecutionRequest request,
      CallContext context,
      long startTimeUnixNanos,
      AutologOptions options) {
    Step step =
        Step.start(
            request.name() == null ? "tool" : request.name(),
            SpanType.TOOL,
            context,
            startTimeUnixNanos,
            options);
    step.inputs(() -> arguments(request));
    if (request.id() != null) {
      step.attributes(Map.of("tool_call_id", request.id()));
    }
    return step;
  }

  /** What models send is JSON, mostly. */
  private static @Nullable Object arguments(ToolExecutionRequest request) {
    return request.arguments() == null || request.arguments().isBlank()
        ? Map.of()
        : JsonReader.readOrText(request.arguments());
  }
}

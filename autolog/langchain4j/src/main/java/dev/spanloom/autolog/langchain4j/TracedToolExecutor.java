package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.spanloom.TracingContext;
import dev.spanloom.autolog.AutologOptions;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A tool whose executions are TOOL spans, below the service that asked for them, on whatever thread
 * they run. What the tool does is below its span.
 */
final class TracedToolExecutor extends TracedObject {
  private final AutologOptions options;

  private TracedToolExecutor(ToolExecutor executor, AutologOptions options) {
    super(executor);
    this.options = options;
  }

  static ToolExecutor wrap(ToolExecutor executor, AutologOptions options) {
    return isTraced(executor) || !options.enabled()
        ? executor
        : new TracedToolExecutor(executor, options).as(ToolExecutor.class);
  }

  @Override
  boolean isTraced(Method method) {
    return method.getName().startsWith("execute")
        && method.getParameterCount() > 0
        && method.getParameterTypes()[0] == ToolExecutionRequest.class;
  }

  @Override
  @Nullable Object trace(Method method, Object[] arguments) throws Throwable {
    if (!(arguments[0] instanceof ToolExecutionRequest request)) {
      return forward(method, arguments);
    }
    InvocationContext invocation =
        arguments.length > 1 && arguments[1] instanceof InvocationContext given ? given : null;
    ServiceCall service = ServiceCalls.find(invocation);
    if (service != null && !service.recordTool(request)) {
      return forward(method, arguments);
    }
    Step step = Tools.start(request, ServiceCalls.contextOf(invocation), 0, options);
    try (TracingContext.Opened entered = step.enter()) {
      Object result = forward(method, arguments);
      if (result instanceof ToolExecutionResult told && told.isError()) {
        step.failed(errorText(told), "the tool reported an error", 0, () -> outputs(told));
      } else {
        step.completed(() -> outputs(result));
      }
      return result;
    } catch (Throwable e) {
      step.failed(cause(e));
      throw e;
    }
  }

  /** What the tool threw, without the wrapper that the library puts around it. */
  private static Throwable cause(Throwable error) {
    Throwable cause = error.getCause();
    return cause != null && error.getClass().getName().startsWith("dev.langchain4j.exception.Tool")
        ? cause
        : error;
  }

  private static @Nullable String errorText(ToolExecutionResult result) {
    return ChatMessages.resultOf(result) instanceof String text ? text : null;
  }

  private static @Nullable Object outputs(@Nullable Object result) {
    return result instanceof ToolExecutionResult told ? ChatMessages.resultOf(told) : result;
  }
}

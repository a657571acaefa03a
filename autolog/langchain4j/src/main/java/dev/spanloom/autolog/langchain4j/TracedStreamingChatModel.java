package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.spanloom.TracingContext;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.ModelCall;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A streaming chat model whose calls are spans. */
final class TracedStreamingChatModel extends TracedObject {
  private final StreamingChatModel model;
  private final AutologOptions options;

  private TracedStreamingChatModel(StreamingChatModel model, AutologOptions options) {
    super(model);
    this.model = model;
    this.options = options;
  }

  static StreamingChatModel wrap(StreamingChatModel model, AutologOptions options) {
    return isTraced(model) || !options.enabled()
        ? model
        : new TracedStreamingChatModel(model, options).as(StreamingChatModel.class);
  }

  @Override
  boolean isTraced(Method method) {
    return TracedChatModel.isCall(method);
  }

  @Override
  @Nullable Object trace(Method method, Object[] arguments) throws Throwable {
    int last = arguments.length - 1;
    if (!(arguments[0] instanceof ChatRequest request)
        || !(arguments[last] instanceof StreamingChatResponseHandler handler)) {
      return forward(method, arguments);
    }
    ServiceCall.Turn turn = ServiceCalls.take(request);
    ModelCall call =
        TracedChatModel.start(
            TracedChatModel.operation(simpleName(), model::provider),
            request,
            model::defaultRequestParameters,
            turn,
            options);
    TracedHandler traced =
        new TracedHandler(
            handler, call, CallContext.current(), turn == null ? null : turn.service());
    Object[] followed = arguments.clone();
    followed[last] = traced.asHandler();
    try (TracingContext.Opened entered = call.enter();
        TracingContext.Opened attempts = Attempts.of(call)) {
      return forward(method, followed);
    } catch (Throwable e) {
      traced.failedToStart(e);
      throw e;
    }
  }
}

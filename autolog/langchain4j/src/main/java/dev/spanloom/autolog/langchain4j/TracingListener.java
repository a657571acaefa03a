package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.ModelCall;

/** Records what models tell of their calls; holds no scope from one to the next. Thread-safe. */
record TracingListener(AutologOptions options) implements ChatModelListener {
  private static final Object CALL = new Object();

  @Override
  public void onRequest(ChatModelRequestContext context) {
    // a wrapped model records the call, or another one of us does
    if (!options.enabled()
        || ModelCall.current() != null
        || context.attributes().containsKey(CALL)) {
      return;
    }
    Step.quietly(
        () -> {
          ModelCall call =
              TracedChatModel.start(
                  TracedChatModel.operation("ChatModel", context::modelProvider),
                  context.chatRequest(),
                  () -> DefaultChatRequestParameters.EMPTY,
                  ServiceCalls.take(context.chatRequest()),
                  options);
          context.attributes().put(CALL, call);
        });
  }

  @Override
  public void onResponse(ChatModelResponseContext context) {
    if (context.attributes().get(CALL) instanceof ModelCall call) {
      Answers.completed(call, context.chatResponse());
    }
  }

  @Override
  public void onError(ChatModelErrorContext context) {
    if (context.attributes().get(CALL) instanceof ModelCall call) {
      call.failed(context.error());
    }
  }
}

package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a stream, on whatever thread the pieces come: notes them for the span of the call,
 * and hands them to the handler of the program where the program asked. A proxy, so that callbacks
 * of newer versions reach it. Thread-safe.
 */
final class TracedHandler implements InvocationHandler {
  private final StreamingChatResponseHandler handler;
  private final ModelCall call;
  private final CallContext context;
  private final @Nullable ServiceCall service;
  private final PartialAnswer partial = new PartialAnswer();
  private volatile boolean complete;
  private volatile @Nullable Throwable thrownByHandler;

  /**
   * Follows a stream.
   *
   * @param context where the program is called back
   * @param service the call of an AI service that it belongs to
   */
  TracedHandler(
      StreamingChatResponseHandler handler,
      ModelCall call,
      CallContext context,
      @Nullable ServiceCall service) {
    this.handler = handler;
    this.call = call;
    this.context = context;
    this.service = service;
  }

  StreamingChatResponseHandler asHandler() {
    return (StreamingChatResponseHandler)
        Proxy.newProxyInstance(
            StreamingChatResponseHandler.class.getClassLoader(),
            new Class<?>[] {StreamingChatResponseHandler.class},
            this);
  }

  /** The model threw before the stream began. */
  void failedToStart(Throwable error) {
    if (!complete) {
      call.failed(error, partialOutputs(), ModelAnswer.NONE);
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> arguments != null && proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> handler.toString();
      };
    }
    Object[] given = arguments;
    if (arguments != null && arguments.length > 0) {
      given = note(method.getName(), arguments);
    }
    Object[] handed = given;
    Object result;
    try {
      result = Inside.call(context, () -> forward(method, handed));
    } catch (Throwable e) {
      thrownByHandler = e;
      throw e;
    }
    if (method.getName().equals("onError") && service != null && given != null) {
      // a stream whose errors the program ignores tells its service nothing
      service.failed((Throwable) given[0]);
    }
    return result;
  }

  private @Nullable Object forward(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(handler, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** Notes a callback; gives its arguments, with handles that notice when they cancel. */
  private Object[] note(String name, Object[] arguments) {
    Object first = arguments[0];
    switch (name) {
      case "onPartialResponse" -> text(first);
      case "onPartialThinking" -> thinking(first);
      case "onPartialToolCall" -> toolCall(first);
      case "onCompleteResponse" -> {
        complete = true;
        if (first instanceof ChatResponse response) {
          Answers.completed(call, response);
        }
      }
      case "onError" -> error(first);
      default -> {}
    }
    return arguments.length == 2 ? withHandle(arguments) : arguments;
  }

  private void text(Object piece) {
    String text = piece instanceof PartialResponse response ? response.text() : (String) piece;
    partial.text(text);
    call.chunk(call.recordsChunks() ? PartialAnswer.chunk("content", text) : null);
  }

  private void thinking(Object piece) {
    if (piece instanceof PartialThinking thinking) {
      partial.thinking(thinking.text());
      call.chunk(
          call.recordsChunks() ? PartialAnswer.chunk("reasoning_content", thinking.text()) : null);
    }
  }

  private void toolCall(Object piece) {
    if (piece instanceof PartialToolCall tool) {
      partial.toolCall(tool);
      call.chunk(call.recordsChunks() ? PartialAnswer.chunk(tool) : null);
    }
  }

  private void error(Object error) {
    if (complete || !(error instanceof Throwable failure)) {
      return;
    }
    if (failure == thrownByHandler) {
      // the program's own handler threw: the model goes on
      Step.quietly(
          () ->
              call.span()
                  .addEvent(
                      "handler_exception", Map.of("exception.type", failure.getClass().getName())));
    } else {
      call.failed(failure, partialOutputs(), ModelAnswer.NONE);
    }
  }

  private @Nullable Object partialOutputs() {
    return partial.isEmpty() || !call.recordsContent()
        ? null
        : ChatResponses.partial(partial.toMessage());
  }

  private Object[] withHandle(Object[] arguments) {
    Object second = arguments[1];
    Object followed = second;
    if (second.getClass() == PartialResponseContext.class) {
      followed =
          new PartialResponseContext(handle(((PartialResponseContext) second).streamingHandle()));
    } else if (second.getClass() == PartialThinkingContext.class) {
      followed =
          new PartialThinkingContext(handle(((PartialThinkingContext) second).streamingHandle()));
    } else if (second.getClass() == PartialToolCallContext.class) {
      followed =
          new PartialToolCallContext(handle(((PartialToolCallContext) second).streamingHandle()));
    }
    return new Object[] {arguments[0], followed};
  }

  /** After a stream is cancelled, nothing more is told: the end is now. */
  private StreamingHandle handle(StreamingHandle given) {
    return new StreamingHandle() {
      @Override
      public void cancel() {
        given.cancel();
        call.cancelled(partialOutputs(), ModelAnswer.NONE);
        if (service != null) {
          service.cancelled(partial::text);
        }
      }

      @Override
      public boolean isCancelled() {
        return given.isCancelled();
      }
    };
  }
}

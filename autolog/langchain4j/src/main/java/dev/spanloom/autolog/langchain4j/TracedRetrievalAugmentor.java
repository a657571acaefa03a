package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.rag.AugmentationRequest;
import dev.langchain4j.rag.AugmentationResult;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.spanloom.TracingContext;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.entities.SpanType;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The retrieval of an AI service: a RETRIEVER span with the documents that the model gets. When
 * retrievers below it are wrapped and have spans of their own, it is a CHAIN.
 */
final class TracedRetrievalAugmentor extends TracedObject {
  private final AutologOptions options;

  private TracedRetrievalAugmentor(RetrievalAugmentor augmentor, AutologOptions options) {
    super(augmentor);
    this.options = options;
  }

  static RetrievalAugmentor wrap(RetrievalAugmentor augmentor, AutologOptions options) {
    return isTraced(augmentor) || !options.enabled()
        ? augmentor
        : new TracedRetrievalAugmentor(augmentor, options).as(RetrievalAugmentor.class);
  }

  @Override
  boolean isTraced(Method method) {
    return method.getName().equals("augment");
  }

  @Override
  @Nullable Object trace(Method method, Object[] arguments) throws Throwable {
    AugmentationRequest request = arguments[0] instanceof AugmentationRequest given ? given : null;
    ServiceCall service =
        request == null || request.metadata() == null
            ? null
            : ServiceCalls.find(request.metadata().invocationContext());
    CallContext context = service == null ? CallContext.current() : service.inside();
    Step step = Step.start(simpleName(), SpanType.RETRIEVER, context, options);
    if (request != null) {
      step.inputs(() -> ChatMessages.toMap(request.chatMessage()));
    }
    return Inside.call(
        context,
        () -> {
          try (TracingContext.Opened entered = step.enter();
              TracingContext.Opened retrieval = Retrieval.enter(step, service)) {
            Object result = forward(method, arguments);
            step.completed(() -> documents(result));
            return result;
          } catch (Throwable e) {
            step.failed(e);
            throw e;
          }
        });
  }

  private static @Nullable Object documents(@Nullable Object result) {
    return result instanceof AugmentationResult augmented
        ? Documents.ofContents(augmented.contents())
        : null;
  }
}

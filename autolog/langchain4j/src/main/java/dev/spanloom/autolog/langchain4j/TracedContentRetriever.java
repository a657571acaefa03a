package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.spanloom.TracingContext;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.entities.SpanType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A retriever whose retrievals are RETRIEVER spans with MLflow's documents. */
final class TracedContentRetriever extends TracedObject {
  private final AutologOptions options;

  private TracedContentRetriever(ContentRetriever retriever, AutologOptions options) {
    super(retriever);
    this.options = options;
  }

  static ContentRetriever wrap(ContentRetriever retriever, AutologOptions options) {
    return isTraced(retriever) || !options.enabled()
        ? retriever
        : new TracedContentRetriever(retriever, options).as(ContentRetriever.class);
  }

  @Override
  boolean isTraced(Method method) {
    return method.getName().equals("retrieve");
  }

  @Override
  @Nullable Object trace(Method method, Object[] arguments) throws Throwable {
    Query query = arguments[0] instanceof Query given ? given : null;
    CallContext context =
        ServiceCalls.contextOf(
            query == null || query.metadata() == null
                ? null
                : query.metadata().invocationContext());
    context.run(Retrieval::noteRetriever);
    Step step = Step.start(simpleName(), SpanType.RETRIEVER, context, options);
    if (query != null) {
      step.inputs(() -> Map.of("query", query.text()));
    }
    return Inside.call(
        context,
        () -> {
          try (TracingContext.Opened entered = step.enter()) {
            Object found = forward(method, arguments);
            step.completed(() -> documents(found));
            return found;
          } catch (Throwable e) {
            step.failed(e);
            throw e;
          }
        });
  }

  @SuppressWarnings("unchecked") // what retrieve returns
  private static @Nullable Object documents(@Nullable Object found) {
    return found instanceof List<?> contents
        ? Documents.ofContents((List<Content>) contents)
        : null;
  }
}

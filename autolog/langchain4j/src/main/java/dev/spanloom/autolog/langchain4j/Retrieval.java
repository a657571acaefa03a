package dev.spanloom.autolog.langchain4j;

import dev.spanloom.TracingContext;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.entities.SpanType;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** A retrieval of an AI service, in which several retrievers may work on threads of their own. */
final class Retrieval {
  private static final ContextKey<Retrieval> CURRENT = ContextKey.named("spanloom.retrieval");

  private final Step step;

  private Retrieval(Step step) {
    this.step = step;
  }

  /** The thread's work, until closed by it, is a part of this; and so is what the service does. */
  @SuppressWarnings("MustBeClosedChecker") // by what is returned
  static TracingContext.Opened enter(Step step, @Nullable ServiceCall service) {
    Scope scope = Context.current().with(CURRENT, new Retrieval(step)).makeCurrent();
    if (service != null) {
      service.retrieving(CallContext.current());
    }
    return () -> {
      scope.close();
      if (service != null) {
        service.retrieving(null);
      }
    };
  }

  /** A retriever of its own tells of itself: what is around it is no retriever. */
  static void noteRetriever() {
    Retrieval around = Context.current().get(CURRENT);
    if (around != null) {
      Step.quietly(() -> around.step.span().setSpanType(SpanType.CHAIN));
    }
  }
}

package dev.spanloom.autolog.langchain4j;

import dev.spanloom.TracingContext;
import dev.spanloom.autolog.ModelCall;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** How often the request of a call was sent; the library's retries happen below its models. */
final class Attempts {
  private static final ContextKey<Attempts> CURRENT = ContextKey.named("spanloom.attempts");

  private final ModelCall call;
  private int count;
  private String lastOutcome = "";

  private Attempts(ModelCall call) {
    this.call = call;
  }

  /** Counts the requests that this thread sends, until closed by it. */
  @SuppressWarnings("MustBeClosedChecker") // by what is returned
  static TracingContext.Opened of(ModelCall call) {
    Scope scope = Context.current().with(CURRENT, new Attempts(call)).makeCurrent();
    return scope::close;
  }

  /** Those of the call that the thread is in; null for none. */
  static @Nullable Attempts current() {
    return Context.current().get(CURRENT);
  }

  synchronized void begin() {
    count++;
    if (count > 1) {
      call.retried(count, lastOutcome);
    }
  }

  synchronized void failed(String outcome) {
    lastOutcome = outcome;
  }
}

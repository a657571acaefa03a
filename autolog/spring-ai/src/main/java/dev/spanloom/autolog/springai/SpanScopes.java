package dev.spanloom.autolog.springai;

import io.opentelemetry.context.Scope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The scopes that observations opened on a thread; an observation may have some on several. */
final class SpanScopes {
  private static final ThreadLocal<@Nullable Deque<Opened>> OF_THREAD = new ThreadLocal<>();

  private SpanScopes() {}

  private record Opened(ObservedSpan span, Scope scope) {}

  @SuppressWarnings("MustBeClosedChecker") // closed when the observation's scope is
  static void open(ObservedSpan span) {
    Deque<Opened> opened = OF_THREAD.get();
    if (opened == null) {
      opened = new ArrayDeque<>();
      OF_THREAD.set(opened);
    }
    opened.push(new Opened(span, span.contextHere().makeCurrent()));
  }

  /** What this thread is in; null for nothing. */
  static @Nullable ObservedSpan innermost() {
    Deque<Opened> opened = OF_THREAD.get();
    Opened last = opened == null ? null : opened.peek();
    return last == null ? null : last.span();
  }

  /** Closes the scope that an observation opened last on this thread. */
  static void close(ObservedSpan span) {
    Deque<Opened> opened = OF_THREAD.get();
    if (opened == null) {
      return;
    }
    for (Iterator<Opened> scopes = opened.iterator(); scopes.hasNext(); ) {
      Opened one = scopes.next();
      if (one.span() == span) {
        scopes.remove();
        one.scope().close();
        break;
      }
    }
    if (opened.isEmpty()) {
      OF_THREAD.remove();
    }
  }
}

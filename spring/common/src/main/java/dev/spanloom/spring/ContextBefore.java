package dev.spanloom.spring;

import dev.spanloom.spring.internal.CurrentContext;
import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Notes what the current context of a thread is before it is changed; {@link CarriedContext} puts
 * it back. Thread-safe.
 */
final class ContextBefore implements ThreadLocalAccessor<Context> {
  private static final ThreadLocal<Deque<Context>> BEFORE =
      ThreadLocal.withInitial(ArrayDeque::new);

  /** What was noted last and not put back yet; the present one when there is none. */
  static Context take() {
    Deque<Context> noted = BEFORE.get();
    Context before = noted.pollLast();
    if (noted.isEmpty()) {
      BEFORE.remove();
    }
    return before == null ? Context.current() : before;
  }

  @Override
  public Object key() {
    return CurrentContext.BEFORE_KEY;
  }

  @Override
  public @Nullable Context getValue() {
    return CurrentContext.get();
  }

  @Override
  public void setValue(Context carried) {
    BEFORE.get().addLast(Context.current());
  }

  @Override
  public void setValue() {
    BEFORE.get().addLast(Context.current());
  }

  @Override
  public void restore(Context previous) {
    // done behind the others
  }

  @Override
  public void restore() {
    // done behind the others
  }
}

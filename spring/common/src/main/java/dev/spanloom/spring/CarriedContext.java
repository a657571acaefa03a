package dev.spanloom.spring;

import dev.spanloom.spring.internal.CurrentContext;
import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The context that is carried to a thread: with all that it holds, so that spans of ours and of
 * others keep their order. Afterwards the thread has the context that it had, whatever was left
 * open in between. Thread-safe.
 */
final class CarriedContext implements ThreadLocalAccessor<Context> {
  /** What the thread had, the latest last. */
  private static final ThreadLocal<Deque<Context>> BEFORE =
      ThreadLocal.withInitial(ArrayDeque::new);

  @Override
  public Object key() {
    return CurrentContext.KEY;
  }

  @Override
  public @Nullable Context getValue() {
    return CurrentContext.get();
  }

  @Override
  public void setValue(Context carried) {
    BEFORE.get().addLast(Context.current());
    CurrentContext.set(carried);
  }

  @Override
  public void setValue() {
    setValue(Context.root());
  }

  @Override
  public void restore(Context previous) {
    restore();
  }

  @Override
  public void restore() {
    Deque<Context> noted = BEFORE.get();
    Context before = noted.pollLast();
    if (noted.isEmpty()) {
      BEFORE.remove();
    }
    if (before != null) {
      CurrentContext.set(before);
    }
  }
}

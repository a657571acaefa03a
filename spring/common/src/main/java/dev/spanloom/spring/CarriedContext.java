package dev.spanloom.spring;

import dev.spanloom.spring.internal.CurrentContext;
import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * The context that is carried to a thread: with all that it holds, so that spans of ours and of
 * others keep their order. Thread-safe.
 */
final class CarriedContext implements ThreadLocalAccessor<Context> {
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
    CurrentContext.set(carried);
  }

  @Override
  public void setValue() {
    CurrentContext.set(Context.root());
  }

  @Override
  public void restore(Context previous) {
    CurrentContext.set(ContextBefore.take());
  }

  @Override
  public void restore() {
    CurrentContext.set(ContextBefore.take());
  }
}

package dev.spanloom.spring;

import dev.spanloom.spring.internal.CurrentContext;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.List;

/**
 * The current context among the thread-locals that Micrometer's context propagation carries. Others
 * there (Micrometer's observations, with the bridge to OpenTelemetry) change the current context
 * too, and are put back in the order in which they were set, not the reverse. Therefore two: one
 * before all others, which notes the context that a thread had, and one behind them, which sets the
 * carried one and puts back what was noted. Thread-safe; several application contexts share them.
 */
final class RegisteredAccessors implements AutoCloseable {
  private static int users;

  private final ContextRegistry registry;

  private RegisteredAccessors(ContextRegistry registry) {
    this.registry = registry;
  }

  static RegisteredAccessors register(ContextRegistry registry) {
    synchronized (RegisteredAccessors.class) {
      users++;
      if (users == 1) {
        List<ThreadLocalAccessor<?>> others = List.copyOf(registry.getThreadLocalAccessors());
        others.forEach(other -> registry.removeThreadLocalAccessor(other.key()));
        registry.registerThreadLocalAccessor(new ContextBefore());
        others.forEach(registry::registerThreadLocalAccessor);
        registry.registerThreadLocalAccessor(new CarriedContext());
      }
      return new RegisteredAccessors(registry);
    }
  }

  @Override
  public void close() {
    synchronized (RegisteredAccessors.class) {
      users--;
      if (users == 0) {
        registry.removeThreadLocalAccessor((Object) CurrentContext.BEFORE_KEY);
        registry.removeThreadLocalAccessor((Object) CurrentContext.KEY);
      }
    }
  }
}

package dev.spanloom.spring;

import dev.spanloom.spring.internal.CurrentContext;
import io.micrometer.context.ContextRegistry;

/**
 * Our accessor among those of Micrometer's context propagation. It stands behind Micrometer's own,
 * whose observations change the current context too: what is set last is put back first.
 * Thread-safe; several application contexts share one.
 */
final class RegisteredAccessor implements AutoCloseable {
  private static int users;

  private final ContextRegistry registry;

  private RegisteredAccessor(ContextRegistry registry) {
    this.registry = registry;
  }

  static RegisteredAccessor register(ContextRegistry registry) {
    synchronized (RegisteredAccessor.class) {
      users++;
      if (users == 1) {
        registry.registerThreadLocalAccessor(new CarriedContext());
      }
      return new RegisteredAccessor(registry);
    }
  }

  @Override
  public void close() {
    synchronized (RegisteredAccessor.class) {
      users--;
      if (users == 0) {
        registry.removeThreadLocalAccessor((Object) CurrentContext.KEY);
      }
    }
  }
}

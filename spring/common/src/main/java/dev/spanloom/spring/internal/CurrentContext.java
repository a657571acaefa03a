package dev.spanloom.spring.internal;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** The current context of a thread, for those who carry it by other means than blocks of code. */
public final class CurrentContext {
  /** Under which Reactor's context has it. */
  public static final String KEY = "spanloom.context";

  private CurrentContext() {}

  /** Null where there is nothing to carry. */
  public static @Nullable Context get() {
    Context current = Context.current();
    return current == Context.root() ? null : current;
  }

  /** Makes a context the current one until another is set. */
  @SuppressWarnings("MustBeClosedChecker") // what it was before is put back by another call of this
  public static void set(Context context) {
    var unused = context.makeCurrent();
  }
}

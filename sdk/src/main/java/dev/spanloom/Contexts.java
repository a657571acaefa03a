package dev.spanloom;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * Changes the current context of a thread for longer than one block of ours: until the program
 * closes what it holds.
 */
final class Contexts {
  private Contexts() {}

  /** Makes a context current until the scope is closed, on the same thread. */
  @SuppressWarnings("MustBeClosedChecker") // the program holds what closes it
  static Scope attach(Context context) {
    return context.makeCurrent();
  }
}

package dev.spanloom.testjvms;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a test sets and opens, and what is undone after it, the latest first: what is used is closed
 * after its user. For one thread.
 */
public final class Undo implements AutoCloseable {
  private final Deque<AutoCloseable> steps = new ArrayDeque<>();

  /** Sets a system property until the end of the test. */
  public void setting(String property, Object value) {
    steps.push(() -> System.clearProperty(property));
    System.setProperty(property, value.toString());
  }

  /** Closes something at the end of the test. */
  public <T extends AutoCloseable> T closedLater(T one) {
    steps.push(one);
    return one;
  }

  @Override
  public void close() throws Exception {
    while (!steps.isEmpty()) {
      steps.pop().close();
    }
  }
}

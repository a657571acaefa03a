package dev.spanloom;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of a span that are made once somebody looks. Thread-safe. Making them may take locks
 * of the trace and of the span, so that nobody may wait for it who holds one of those.
 */
final class DeferredAttributes {
  private final List<Consumer<BiConsumer<String, @Nullable Object>>> waiting = new ArrayList<>(2);
  private volatile int sizeBytes;
  private volatile boolean settled = true;

  synchronized void add(int size, Consumer<BiConsumer<String, @Nullable Object>> attributes) {
    waiting.add(attributes);
    sizeBytes += Math.max(0, size);
    settled = false;
  }

  /** About how many bytes wait. */
  int sizeBytes() {
    return sizeBytes;
  }

  /** True when nothing waits, and nothing is being made. */
  boolean isSettled() {
    return settled;
  }

  /** Makes what waits; when another thread is at it, waits for that one. */
  synchronized void settle(BiConsumer<String, @Nullable Object> attributes) {
    if (waiting.isEmpty()) {
      return; // or this very thread is at it
    }
    List<Consumer<BiConsumer<String, @Nullable Object>>> all = List.copyOf(waiting);
    waiting.clear();
    for (Consumer<BiConsumer<String, @Nullable Object>> one : all) {
      try {
        one.accept(attributes);
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        Tracing.LOG.log(System.Logger.Level.DEBUG, "attributes of a span could not be made", e);
      }
    }
    sizeBytes = 0;
    settled = true;
  }
}

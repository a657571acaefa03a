package dev.spanloom;

/**
 * A block that is traced and returns nothing.
 *
 * @param <X> what it throws
 */
@FunctionalInterface
public interface SpanAction<X extends Throwable> {
  void accept(LiveSpan span) throws X;
}

package dev.spanloom;

/**
 * A block that is traced and returns a value.
 *
 * @param <T> what it returns
 * @param <X> what it throws
 */
@FunctionalInterface
public interface SpanFunction<
    T extends @org.jspecify.annotations.Nullable Object, X extends Throwable> {
  T apply(LiveSpan span) throws X;
}

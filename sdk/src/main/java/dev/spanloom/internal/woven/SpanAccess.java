package dev.spanloom.internal.woven;

import org.jspecify.annotations.Nullable;

/**
 * What {@link WovenCalls} needs of spans and what is no business of the program. The package of the
 * spans registers the one there is, before there is a span. Thread-safe.
 */
public abstract class SpanAccess {
  private static volatile @Nullable SpanAccess registered;

  /** Called by the SDK, once. */
  public static void register(SpanAccess access) {
    registered = access;
  }

  /** Null as long as no span was made: then nothing can be one. */
  static @Nullable SpanAccess registered() {
    return registered;
  }

  /**
   * The block of a resource is over, and woven code says how. Ignores what is no span.
   *
   * @param thrown what leaves the block; null when it ends well
   */
  public abstract void escaping(Object resource, @Nullable Throwable thrown);
}

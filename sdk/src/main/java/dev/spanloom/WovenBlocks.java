package dev.spanloom;

import dev.spanloom.internal.woven.SpanAccess;
import org.jspecify.annotations.Nullable;

/** Takes from woven code how the blocks of spans end. Never throws. */
final class WovenBlocks extends SpanAccess {
  @Override
  public void escaping(Object resource, @Nullable Throwable thrown) {
    if (!(resource instanceof LiveSpan span)) {
      return;
    }
    try {
      span.blockEnds();
      if (thrown != null) {
        span.escaping(thrown);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      Tracing.LOG.log(
          System.Logger.Level.DEBUG, "an exception that leaves a span could not be recorded", e);
    }
  }
}

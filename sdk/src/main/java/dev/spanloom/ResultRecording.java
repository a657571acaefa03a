package dev.spanloom;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the result of a traced function is recorded.
 *
 * @param capturesOutputs false when only the end of it matters
 * @param mayReplaceResult false when the caller must get the very object: a stream is then neither
 *     watched nor consumed
 * @param reducer makes one output of the items; null for their list
 */
record ResultRecording(
    boolean capturesOutputs,
    boolean mayReplaceResult,
    @Nullable Function<? super List<@Nullable Object>, ? extends @Nullable Object> reducer) {
  /** Whether outputs are still to be set: the function may have done so itself. */
  boolean lacksOutput(LiveSpan span) {
    return capturesOutputs && !span.hasOutputs();
  }

  /** Sets the outputs, unless the function did so itself. */
  void output(LiveSpan span, @Nullable Object value) {
    if (lacksOutput(span)) {
      span.setOutputs(value);
    }
  }
}

package dev.spanloom;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the one output of a span out of the items of a stream, iterator or publisher. Counterpart
 * of the parameter {@code output_reducer} of {@code mlflow.trace}.
 *
 * <p>Named by {@link Trace#outputReducer}, a class of it needs a constructor without parameters;
 * one object serves all calls of the method, so it must be thread-safe. When it throws, the list of
 * items is the output.
 */
@FunctionalInterface
public interface OutputReducer extends Function<List<@Nullable Object>, @Nullable Object> {
  /** The output for these items, in the order in which they came. */
  @Override
  @Nullable Object apply(List<@Nullable Object> items);

  /** Keeps the items as they are, in a list. */
  final class Items implements OutputReducer {
    @Override
    public List<@Nullable Object> apply(List<@Nullable Object> items) {
      return items;
    }
  }

  /** Puts the texts of the items together, as of a model's answer that comes in pieces. */
  final class JoinedText implements OutputReducer {
    @Override
    public String apply(List<@Nullable Object> items) {
      StringBuilder text = new StringBuilder();
      for (Object item : items) {
        if (item != null) {
          text.append(item);
        }
      }
      return text.toString();
    }
  }
}

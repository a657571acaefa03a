package dev.spanloom.cli.output;

import org.jspecify.annotations.Nullable;

/** Prints things one after another, holding few of them. Not thread-safe. */
public interface Rows<T> {
  void add(T item);

  /**
   * Prints what stands behind the last one.
   *
   * @param nextPageToken where more would begin; null when there are no more
   */
  void end(@Nullable String nextPageToken);
}

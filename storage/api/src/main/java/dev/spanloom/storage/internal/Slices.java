package dev.spanloom.storage.internal;

import dev.spanloom.entities.MlflowException;
import java.util.List;

/** A part of a list, by where it begins and how long it may be. */
public final class Slices {
  private Slices() {}

  /**
   * Checks what engines check first.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when a number is negative
   */
  public static void check(int offset, int limit) {
    if (offset < 0 || limit < 0) {
      throw MlflowException.invalidParameter(
          "offset " + offset + ", limit " + limit + " (expected: 0 or more)");
    }
  }

  /** The items from an offset on, at most so many; none behind the end. */
  public static <T> List<T> of(List<T> all, int offset, int limit) {
    check(offset, limit);
    int from = Math.min(offset, all.size());
    return all.subList(from, from + Math.min(limit, all.size() - from));
  }
}

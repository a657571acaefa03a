package dev.spanloom.bench.store;

import org.jspecify.annotations.Nullable;

/** A benchmark of wrong answers is worth nothing: it stops at the first one. */
final class Checks {
  private Checks() {}

  /**
   * Stops unless two values are equal.
   *
   * @throws IllegalStateException that names what was asked and both values
   */
  static void equal(String asked, @Nullable Object found, @Nullable Object expected) {
    if (!java.util.Objects.equals(found, expected)) {
      throw new IllegalStateException(
          "WRONG ANSWER: " + asked + "\n  found:    " + found + "\n  expected: " + expected);
    }
  }

  /**
   * Stops unless a condition holds.
   *
   * @throws IllegalStateException that names what was asked and found
   */
  static void that(boolean holds, String asked, @Nullable Object found) {
    if (!holds) {
      throw new IllegalStateException("WRONG ANSWER: " + asked + "\n  found: " + found);
    }
  }
}

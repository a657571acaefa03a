package dev.spanloom.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers in words that a person reads at a glance. */
final class Texts {
  private Texts() {}

  static String duration(@Nullable Long nanos) {
    if (nanos == null) {
      return "running";
    }
    double millis = nanos / 1e6;
    if (millis < 1) {
      return String.format(Locale.ROOT, "%.0f µs", nanos / 1e3);
    } else if (millis < 1000) {
      return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }
    return String.format(Locale.ROOT, "%.2f s", millis / 1000);
  }

  static String padded(String text, int columns) {
    int missing = columns - text.codePointCount(0, text.length());
    return missing <= 0 ? text : text + " ".repeat(missing);
  }
}

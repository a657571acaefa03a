package dev.spanloom.entities;

import java.util.Locale;

/**
 * How much a span matters, as the attribute {@code mlflow.spanLogLevel}. Counterpart of {@code
 * SpanLogLevel}.
 */
public enum SpanLogLevel {
  DEBUG(10),
  INFO(20),
  WARNING(30),
  ERROR(40),
  CRITICAL(50);

  private final int severity;

  SpanLogLevel(int severity) {
    this.severity = severity;
  }

  /** The number that is stored, 10 to 50. */
  public int severity() {
    return severity;
  }

  /**
   * The level of a name, in any case.
   *
   * @throws IllegalArgumentException for a name that is none of the five
   */
  public static SpanLogLevel parse(String name) {
    for (SpanLogLevel level : values()) {
      if (level.name().equals(name.toUpperCase(Locale.ROOT))) {
        return level;
      }
    }
    throw new IllegalArgumentException(
        "log level: \"" + name + "\" (expected: DEBUG, INFO, WARNING, ERROR or CRITICAL)");
  }
}

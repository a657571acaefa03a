package dev.spanloom.spring;

import dev.spanloom.destination.Destinations;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Values of properties, checked when the application starts. Null always passes. */
final class Checks {
  private Checks() {}

  static void atLeast(long least, @Nullable Long value, String property) {
    if (value != null && value < least) {
      throw wrong(property, value, "a whole number of at least " + least);
    }
  }

  static void ratio(@Nullable Double value, String property) {
    if (value != null && !(value >= 0 && value <= 1)) {
      throw wrong(property, value, "a number from 0 to 1");
    }
  }

  static void notNegative(@Nullable Double value, String property) {
    if (value != null && !(value >= 0)) {
      throw wrong(property, value, "a number of at least 0");
    }
  }

  static void notNegative(@Nullable Duration value, String property) {
    if (value != null && value.isNegative()) {
      throw wrong(property, value, "a duration that is not negative");
    }
  }

  /** What the SDK itself says of a text. */
  static void accepted(@Nullable String value, String property, Consumer<String> check) {
    if (value == null || value.isBlank()) {
      return;
    }
    try {
      check.accept(value.strip());
    } catch (IllegalArgumentException e) {
      throw new WrongPropertyException(property, String.valueOf(e.getMessage()));
    }
  }

  static void uris(@Nullable String value, String property) {
    for (String uri : value == null ? new String[0] : value.split(",", -1)) {
      accepted(uri, property, Destinations::check);
    }
  }

  static void location(@Nullable String value, String property) {
    if (value != null && value.split("\\.", -1).length > 2) {
      throw wrong(property, value, "<experiment id> or <catalog>.<schema>");
    }
  }

  private static WrongPropertyException wrong(String property, Object value, String expected) {
    return new WrongPropertyException(property, "\"" + value + "\" (expected: " + expected + ")");
  }
}

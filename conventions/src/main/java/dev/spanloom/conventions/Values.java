package dev.spanloom.conventions;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the plain values of attributes are understood. */
final class Values {
  private Values() {}

  static boolean opensJson(char first) {
    return first == '{' || first == '[' || first == '"' || first <= ' ';
  }

  /**
   * The object, list or string that a JSON text stands for; any other value as it is. Text of a
   * number or of a truth value stays text.
   */
  static @Nullable Object unwrap(@Nullable Object value) {
    if (!(value instanceof String text) || text.length() < 2 || !opensJson(text.charAt(0))) {
      return value;
    }
    String trimmed = text.strip();
    if (trimmed.length() < 2 || !closesJson(trimmed)) {
      return value;
    }
    try {
      return JsonReader.read(trimmed);
    } catch (JsonSyntaxException e) {
      return value;
    }
  }

  private static boolean closesJson(String text) {
    char last = text.charAt(text.length() - 1);
    return switch (text.charAt(0)) {
      case '{' -> last == '}';
      case '[' -> last == ']';
      case '"' -> last == '"';
      default -> false;
    };
  }

  /** Whether a value says nothing: null, an empty object, list or text, 0, false. */
  static boolean isEmpty(@Nullable Object value) {
    if (value instanceof String text) {
      return text.isEmpty() || text.equals("null");
    }
    if (value instanceof Collection<?> items) {
      return items.isEmpty();
    }
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty();
    }
    if (value instanceof Number number) {
      return number.doubleValue() == 0;
    }
    return value == null || Boolean.FALSE.equals(value);
  }

  /** A text that says something, or a number as text; null for anything else. */
  static @Nullable String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text.isBlank() ? null : text;
    }
    return value instanceof Number || value instanceof Boolean ? value.toString() : null;
  }

  /** The text of any value: JSON unless it is text already. */
  static String anyText(Object value) {
    return value instanceof String text ? text : JsonWriter.write(value);
  }

  /** A count above 0, given as a number or as its text; null for anything else. */
  static @Nullable Long count(@Nullable Object value) {
    double number = number(value);
    if (!(number >= 1 && number == Math.rint(number) && number < Long.MAX_VALUE)) {
      return null;
    }
    return Long.valueOf(value instanceof Long exact ? exact : (long) number);
  }

  /** An amount above 0, given as a number or as its text; null for anything else. */
  static @Nullable Double amount(@Nullable Object value) {
    double number = number(value);
    return number > 0 && Double.isFinite(number) ? Double.valueOf(number) : null;
  }

  private static double number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    try {
      return value instanceof String text ? Double.parseDouble(text.strip()) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Puts a value that says something. */
  static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null && !isEmpty(value)) {
      map.put(key, value);
    }
  }
}

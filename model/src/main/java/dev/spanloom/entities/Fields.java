package dev.spanloom.entities;

import java.math.BigDecimal;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of decoded JSON objects; a value of the wrong type is a {@link MlflowException} that
 * shows it.
 */
final class Fields {
  private Fields() {}

  static String text(Map<String, ? extends @Nullable Object> map, String key, String otherwise) {
    String text = textOrNull(map, key);
    return text == null ? otherwise : text;
  }

  static @Nullable String textOrNull(Map<String, ? extends @Nullable Object> map, String key) {
    Object value = map.get(key);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(key, value, "text");
  }

  static String requiredText(Map<String, ? extends @Nullable Object> map, String key) {
    String text = textOrNull(map, key);
    if (text == null || text.isEmpty()) {
      throw MlflowException.invalidParameter("missing field " + key + " (expected: text)");
    }
    return text;
  }

  static long number(Map<String, ? extends @Nullable Object> map, String key, long otherwise) {
    Object value = map.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number n) {
      return n.longValue();
    }
    try {
      return Long.parseLong(value.toString());
    } catch (NumberFormatException e) {
      throw wrong(key, value, "a whole number");
    }
  }

  /** The object of a key; empty when it is missing or null. */
  static Map<String, @Nullable Object> map(
      Map<String, ? extends @Nullable Object> map, String key) {
    Object value = map.get(key);
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> object) {
      return JsonBinding.stringKeys(object);
    }
    throw wrong(key, value, "an object");
  }

  /** The list of objects of a key; empty when it is missing or null. */
  static List<Map<String, @Nullable Object>> maps(
      Map<String, ? extends @Nullable Object> map, String key) {
    Object value = map.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> items)) {
      throw wrong(key, value, "a list");
    }
    List<Map<String, @Nullable Object>> objects = new ArrayList<>(items.size());
    for (Object item : items) {
      if (!(item instanceof Map<?, ?> object)) {
        throw wrong(key, item, "a list of objects");
      }
      objects.add(JsonBinding.stringKeys(object));
    }
    return objects;
  }

  /**
   * A map of strings, given as an object or, in the V2 wire form, as a list of {@code {key,
   * value}}.
   */
  static Map<String, String> strings(Map<String, ? extends @Nullable Object> map, String key) {
    Map<String, String> strings = new LinkedHashMap<>();
    Object given = map.get(key);
    if (given instanceof List<?>) {
      maps(map, key)
          .forEach(entry -> strings.put(text(entry, "key", ""), text(entry, "value", "")));
    } else if (given instanceof Map<?, ?> object) {
      object.forEach(
          (name, value) ->
              strings.put(String.valueOf(name), value == null ? "" : value.toString()));
    } else if (given != null) {
      throw wrong(key, given, "an object");
    }
    return strings;
  }

  /** An RFC 3339 time, as milliseconds since the Unix epoch. */
  static long timeMillis(Map<String, ? extends @Nullable Object> map, String key, long otherwise) {
    String text = textOrNull(map, key);
    try {
      return text == null ? otherwise : TimeText.read(text);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw wrong(key, text, "a time such as 2025-01-31T12:00:00.123Z");
    }
  }

  /** A protobuf duration such as {@code 1.234s}, in milliseconds. */
  static @Nullable Long durationMillis(Map<String, ? extends @Nullable Object> map, String key) {
    String text = textOrNull(map, key);
    if (text == null) {
      return null;
    }
    try {
      if (!text.endsWith("s")) {
        throw new NumberFormatException(text);
      }
      return new BigDecimal(text.substring(0, text.length() - 1)).movePointRight(3).longValue();
    } catch (NumberFormatException | ArithmeticException e) {
      throw wrong(key, text, "a duration such as 1.234s");
    }
  }

  static String duration(long millis) {
    String seconds = Long.toString(Math.abs(millis) / 1000);
    long fraction = Math.abs(millis) % 1000;
    String sign = millis < 0 ? "-" : "";
    return sign
        + seconds
        + (fraction == 0 ? "" : "." + Long.toString(1000 + fraction).substring(1))
        + "s";
  }

  private static MlflowException wrong(String key, @Nullable Object value, String expected) {
    String shown = String.valueOf(value);
    return MlflowException.invalidParameter(
        key
            + ": "
            + (shown.length() > 200 ? shown.substring(0, 200) + "..." : shown)
            + " (expected: "
            + expected
            + ")");
  }
}

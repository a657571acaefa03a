package dev.spanloom.entities.otlp;

import dev.spanloom.entities.MlflowException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of an object of OTLP JSON; a value that does not fit is an error that shows it. */
final class OtlpJsonFields {
  private static final HexFormat HEX = HexFormat.of();

  private final Map<?, ?> json;

  OtlpJsonFields(Map<?, ?> json) {
    this.json = json;
  }

  boolean has(String key) {
    return value(key) != null;
  }

  /** By its camel-case name, else by the snake-case one. */
  private @Nullable Object value(String key) {
    Object value = json.get(key);
    return value != null ? value : json.get(snakeCase(key));
  }

  private static String snakeCase(String key) {
    StringBuilder snake = new StringBuilder(key.length() + 4);
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (Character.isUpperCase(c)) {
        snake.append('_').append(Character.toLowerCase(c));
      } else {
        snake.append(c);
      }
    }
    return snake.toString();
  }

  String text(String key) {
    Object value = value(key);
    if (value == null || value instanceof String) {
      return value == null ? "" : (String) value;
    }
    throw wrong(key, value, "a text");
  }

  boolean flag(String key) {
    if (value(key) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, value(key), "true or false");
  }

  /** A 64-bit number, signed or not, as a number or as text; 0 when it is missing. */
  long number(String key) {
    Object value = value(key);
    if (value == null) {
      return 0;
    }
    try {
      if (value instanceof Long || value instanceof Integer) {
        return ((Number) value).longValue();
      }
      if (value instanceof BigInteger big && big.signum() > 0 && big.bitLength() <= 64) {
        return big.longValue();
      }
      if (value instanceof String text) {
        return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong(key, value, "a whole number of 64 bits");
  }

  int count(String key) {
    return (int) number(key);
  }

  /** A floating-point number; {@code NaN} and the infinities as text. */
  double floating(String key) {
    Object value = value(key);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    try {
      if (value instanceof String text) {
        return Double.parseDouble(text.strip());
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong(key, value, "a number");
  }

  byte[] bytes(String key) {
    String text = text(key);
    try {
      return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      throw wrong(key, text, "base64");
    }
  }

  /** The number of an enum's constant, given by number or name; 0 when it is missing. */
  int constant(String key, List<String> names) {
    if (value(key) instanceof String name
        && !Character.isDigit(name.isEmpty() ? ' ' : name.charAt(0))) {
      int number = names.indexOf(name);
      if (number < 0) {
        throw wrong(key, name, "one of " + names);
      }
      return number;
    }
    return count(key);
  }

  OtlpJsonFields object(String key) {
    Object value = value(key);
    if (value == null) {
      return new OtlpJsonFields(Map.of());
    }
    if (value instanceof Map<?, ?> map) {
      return new OtlpJsonFields(map);
    }
    throw wrong(key, value, "an object");
  }

  List<OtlpJsonFields> objects(String key) {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> items)) {
      throw wrong(key, value, "a list of objects");
    }
    List<OtlpJsonFields> objects = new ArrayList<>(items.size());
    for (Object item : items) {
      if (!(item instanceof Map<?, ?> map)) {
        throw wrong(key, item, "a list of objects");
      }
      objects.add(new OtlpJsonFields(map));
    }
    return objects;
  }

  /** An id in lower-case hex; null when it is missing, empty or all zeros. */
  @Nullable String id(String key, int bytes) {
    String text = text(key);
    if (text.isEmpty()) {
      return null;
    }
    byte[] id;
    try {
      id = text.length() == 2 * bytes ? HEX.parseHex(text) : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw wrongId(key, text, bytes);
    }
    if (id.length != bytes) {
      throw wrongId(key, text, bytes);
    }
    for (byte b : id) {
      if (b != 0) {
        return HEX.formatHex(id).toLowerCase(Locale.ROOT);
      }
    }
    return null;
  }

  String requiredId(String key, int bytes) {
    String id = id(key, bytes);
    if (id == null) {
      throw wrongId(key, text(key), bytes);
    }
    return id;
  }

  private static MlflowException wrongId(String key, String text, int bytes) {
    return wrong(key, text, 2 * bytes + " hex digits, not all 0");
  }

  private static MlflowException wrong(String key, @Nullable Object value, String expected) {
    String shown = value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    if (shown.length() > 200) {
      shown = shown.substring(0, 200) + "...";
    }
    return MlflowException.invalidParameter(key + ": " + shown + " (expected: " + expected + ")");
  }
}

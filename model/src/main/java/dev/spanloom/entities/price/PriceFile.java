package dev.spanloom.entities.price;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of prices: an object with the list {@code prices}, whose sources may be named in
 * {@code sources}, or that list alone. A key that is not known is an error, since it is most likely
 * a price with a slip in its name.
 */
final class PriceFile {
  private static final Set<String> FILE_KEYS = new TreeSet<>(Set.of("note", "sources", "prices"));
  private static final Set<String> SOURCE_KEYS =
      new TreeSet<>(Set.of("title", "publisher", "date", "lookedUp"));
  private static final Set<String> PRICE_KEYS =
      new TreeSet<>(
          Set.of(
              "model",
              "provider",
              "aliases",
              "prefixes",
              "validFrom",
              "input",
              "output",
              "cacheRead",
              "cacheWrite",
              "source"));

  private final Map<String, PriceSource> sources = new HashMap<>();

  /** The number of the entry that is read, from 1 on; 0 before the first. */
  private int entry;

  private PriceFile() {}

  /**
   * The prices of a text.
   *
   * @param name of the file, for errors
   * @throws MlflowException with INVALID_PARAMETER_VALUE
   */
  static List<ModelPrice> read(String text, String name) {
    PriceFile file = new PriceFile();
    try {
      return file.readAll(JsonReader.read(text));
    } catch (JsonSyntaxException e) {
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "prices: \"" + name + "\" is not JSON: " + e.getMessage(),
          e);
    } catch (MlflowException e) {
      int line = file.entry == 0 ? 0 : EntryLines.of(text, file.entry);
      throw new MlflowException(
          e.errorCode(),
          "prices: \"" + name + "\"" + (line == 0 ? "" : ", line " + line) + ": " + e.getMessage(),
          e);
    }
  }

  private List<ModelPrice> readAll(@Nullable Object file) {
    Object list = file;
    if (file instanceof Map<?, ?> map) {
      checkKeys(map, FILE_KEYS);
      Object given = map.get("sources");
      if (given instanceof Map<?, ?> named) {
        named.forEach((id, source) -> sources.put(String.valueOf(id), source(source)));
      } else if (given != null) {
        throw wrong("sources", given, "an object of sources by name");
      }
      list = map.get("prices");
    }
    if (!(list instanceof List<?> entries)) {
      throw wrong("prices", list, "a list of prices");
    }
    List<ModelPrice> prices = new ArrayList<>();
    for (Object given : entries) {
      entry++;
      prices.add(entry(given, entry));
    }
    return prices;
  }

  private ModelPrice entry(@Nullable Object entry, int number) {
    String label = "entry " + number;
    if (!(entry instanceof Map<?, ?> map)) {
      throw wrong(label, entry, "an object with model, validFrom, input and output");
    }
    if (map.get("model") instanceof String model) {
      label += " (" + model + ")";
    }
    try {
      return price(map);
    } catch (MlflowException e) {
      throw new MlflowException(e.errorCode(), label + ": " + e.getMessage(), e);
    }
  }

  private ModelPrice price(Map<?, ?> map) {
    checkKeys(map, PRICE_KEYS);
    return new ModelPrice(
        text(map, "model"),
        map.get("provider") == null ? "" : text(map, "provider"),
        texts(map, "aliases"),
        texts(map, "prefixes"),
        day(map, "validFrom"),
        required(map, "input"),
        required(map, "output"),
        number(map, "cacheRead"),
        number(map, "cacheWrite"),
        map.get("source") == null ? null : source(map.get("source")));
  }

  /** The name of a source of the file, or the source itself. */
  private PriceSource source(@Nullable Object given) {
    if (given instanceof String id) {
      PriceSource source = sources.get(id);
      if (source == null) {
        throw wrong("source", given, "one of " + new TreeSet<>(sources.keySet()));
      }
      return source;
    }
    if (!(given instanceof Map<?, ?> map)) {
      throw wrong("source", given, "an object with title, publisher, date and lookedUp");
    }
    checkKeys(map, SOURCE_KEYS);
    return new PriceSource(
        text(map, "title"), text(map, "publisher"), day(map, "date"), day(map, "lookedUp"));
  }

  private static void checkKeys(Map<?, ?> map, Set<String> known) {
    for (Object key : map.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        throw MlflowException.invalidParameter(
            "key \"" + key + "\" (expected: one of " + known + ")");
      }
    }
  }

  private static String text(Map<?, ?> map, String key) {
    if (map.get(key) instanceof String text && !text.isBlank()) {
      return text.strip();
    }
    throw wrong(key, map.get(key), "a text");
  }

  private static List<String> texts(Map<?, ?> map, String key) {
    Object given = map.get(key);
    if (given == null) {
      return List.of();
    }
    if (!(given instanceof List<?> items)) {
      throw wrong(key, given, "a list of texts");
    }
    List<String> texts = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof String text) || text.isBlank()) {
        throw wrong(key, item, "a list of texts");
      }
      texts.add(text.strip());
    }
    return texts;
  }

  private static LocalDate day(Map<?, ?> map, String key) {
    String expected = "a day such as 2026-01-31";
    if (!(map.get(key) instanceof String text)) {
      throw wrong(key, map.get(key), expected);
    }
    try {
      return LocalDate.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw wrong(key, text, expected);
    }
  }

  private static double required(Map<?, ?> map, String key) {
    Double number = number(map, key);
    if (number == null) {
      throw wrong(key, null, "US dollars for a million tokens");
    }
    return number;
  }

  private static @Nullable Double number(Map<?, ?> map, String key) {
    Object given = map.get(key);
    if (given == null) {
      return null;
    }
    if (!(given instanceof Number number)) {
      throw wrong(key, given, "US dollars for a million tokens, as a number");
    }
    return number.doubleValue();
  }

  private static MlflowException wrong(String key, @Nullable Object value, String expected) {
    String shown = value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    if (shown.length() > 100) {
      shown = shown.substring(0, 100) + "...";
    }
    return MlflowException.invalidParameter(key + ": " + shown + " (expected: " + expected + ")");
  }
}

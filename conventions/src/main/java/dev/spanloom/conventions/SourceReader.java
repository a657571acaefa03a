package dev.spanloom.conventions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one source of a table: a text in the notation of {@link Lookups}, or an object.
 *
 * <table>
 * <caption>Members of the object</caption>
 * <tr><td>{@code from}</td><td>a key, the prefix of keys, or events with their roles</td></tr>
 * <tr><td>{@code assemble}</td><td>how the value is put together of what is found there</td></tr>
 * <tr><td>{@code when}</td><td>attributes and the values that they must have</td></tr>
 * <tr><td>{@code not}</td><td>values that do not count</td></tr>
 * <tr><td>{@code names}</td><td>what the values are called in MLflow</td></tr>
 * <tr><td>{@code format}</td><td>the message format of the value</td></tr>
 * </table>
 */
final class SourceReader {
  private static final String FROM = "from";

  /** What the table calls an assembler, and how one is made: of a prefix and of the notation. */
  private static final Map<String, BiFunction<String, String, Lookup>> ASSEMBLERS = assemblers();

  private SourceReader() {}

  private static Map<String, BiFunction<String, String, Lookup>> assemblers() {
    Map<String, BiFunction<String, String, Lookup>> map = new LinkedHashMap<>();
    map.put("messages", (prefix, rest) -> new Assemblers.FlatMessages(prefix, false, false));
    map.put("choices", (prefix, rest) -> new Assemblers.FlatMessages(prefix, true, false));
    map.put(
        "messages or content", (prefix, rest) -> new Assemblers.FlatMessages(prefix, false, true));
    map.put(
        "choices or content", (prefix, rest) -> new Assemblers.FlatMessages(prefix, true, true));
    map.put(
        "documents", (prefix, rest) -> new Assemblers.Reshaped(list(prefix, rest), Documents::of));
    map.put(
        "tools",
        (prefix, rest) -> new Assemblers.Reshaped(list(prefix, rest), ToolDefinitions::of));
    map.put("object", (prefix, rest) -> new Assemblers.PrefixObject(prefix));
    return map;
  }

  /**
   * {@code a.<n>.b} are flattened items, {@code event > prefix.*} events, anything else a value.
   */
  private static Lookup list(String prefix, String notation) {
    if (notation.contains(KeyPattern.NUMBER)) {
      String inside = notation.substring(prefix.length() + KeyPattern.NUMBER.length());
      return new Assemblers.FlatList(prefix, inside.replace(".", "").replace("*", ""));
    }
    int event = notation.indexOf(" > ");
    return event > 0 && notation.endsWith("*")
        ? new Assemblers.EventList(
            notation.substring(0, event), notation.substring(event + 3, notation.length() - 1))
        : Lookups.parse(notation);
  }

  static Source read(@Nullable Object json) {
    if (json instanceof String notation) {
      return new Source(notation, Lookups.parse(notation), Map.of(), Set.of(), Map.of(), null);
    }
    if (!(json instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("expected a text or an object");
    }
    Map<String, @Nullable Object> rest = new LinkedHashMap<>();
    map.forEach((key, value) -> rest.put(String.valueOf(key), value));
    Object from = rest.remove(FROM);
    Object assemble = rest.remove("assemble");
    Lookup lookup = lookup(from, assemble);
    Source source =
        new Source(
            notation(from),
            lookup,
            conditions(rest.remove("when")),
            Set.copyOf(texts(rest.remove("not"))),
            names(rest.remove("names")),
            rest.remove("format") instanceof String format ? format : null);
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown " + rest.keySet() + " (expected: from, assemble, when, not, names, format)");
    }
    return source;
  }

  private static Lookup lookup(@Nullable Object from, @Nullable Object assemble) {
    if (from instanceof Map<?, ?> events && !events.isEmpty()) {
      boolean response = "choices".equals(assemble);
      if (!response && !"messages".equals(assemble)) {
        throw new IllegalArgumentException(
            "assemble: \"" + assemble + "\" (expected of events: messages or choices)");
      }
      return new Assemblers.EventMessages(texts(events), response);
    }
    if (!(from instanceof String notation) || notation.isBlank()) {
      throw new IllegalArgumentException("no from (expected: a key, or events with their roles)");
    }
    if (assemble == null) {
      return Lookups.parse(notation);
    }
    BiFunction<String, String, Lookup> assembler = ASSEMBLERS.get(String.valueOf(assemble));
    if (assembler == null) {
      throw new IllegalArgumentException(
          "assemble: \"" + assemble + "\" (expected one of " + ASSEMBLERS.keySet() + ")");
    }
    int number = notation.indexOf(KeyPattern.NUMBER);
    String prefix = number >= 0 ? notation.substring(0, number) : notation.replaceFirst("\\*$", "");
    return assembler.apply(prefix, notation);
  }

  private static String notation(@Nullable Object from) {
    return from instanceof Map<?, ?> events
        ? events.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "))
        : String.valueOf(from);
  }

  private static Map<String, String> texts(Map<?, ?> map) {
    Map<String, String> texts = new LinkedHashMap<>();
    map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
    return texts;
  }

  private static Map<String, String> names(@Nullable Object json) {
    Map<String, String> names = new LinkedHashMap<>();
    if (json instanceof Map<?, ?> map) {
      texts(map).forEach((value, name) -> names.put(value.toLowerCase(Locale.ROOT), name));
    } else {
      texts(json).forEach(name -> names.put(name.toLowerCase(Locale.ROOT), name));
    }
    return names;
  }

  private static Map<String, Set<String>> conditions(@Nullable Object json) {
    Map<String, Set<String>> conditions = new LinkedHashMap<>();
    if (json instanceof Map<?, ?> map) {
      map.forEach(
          (key, values) -> conditions.put(String.valueOf(key), new LinkedHashSet<>(texts(values))));
    } else if (json != null) {
      throw new IllegalArgumentException("when: expected an object of keys and values");
    }
    return conditions;
  }

  /** One text, or a list of texts. */
  private static List<String> texts(@Nullable Object json) {
    List<String> texts = new ArrayList<>();
    if (json instanceof List<?> items) {
      items.forEach(item -> texts.add(String.valueOf(item)));
    } else if (json != null) {
      texts.add(String.valueOf(json));
    }
    return texts;
  }
}

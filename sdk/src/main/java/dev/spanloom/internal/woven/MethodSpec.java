package dev.spanloom.internal.woven;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a traced method before it runs. Weaving writes it into the class file as a text
 * constant, so that nothing has to be found by reflection: fields {@code key=value}, each ended by
 * {@code \n}, with {@code \}, newline and carriage return escaped by {@code \}; keys that a version
 * does not know are skipped.
 *
 * <table>
 *   <caption>Fields</caption>
 *   <tr><td>{@code function}</td><td>the method's own name</td></tr>
 *   <tr><td>{@code name}, {@code type}</td><td>of the span</td></tr>
 *   <tr><td>{@code attribute=}</td><td>{@code key\tvalue}, any number of times; a tab in the key becomes a blank</td></tr>
 *   <tr><td>{@code parameter=}</td><td>one per parameter, in order: its name, empty when it is not recorded</td></tr>
 *   <tr><td>{@code inputs}, {@code outputs}</td><td>{@code false} when not recorded</td></tr>
 *   <tr><td>{@code reducer}</td><td>name of the class, as {@code Class.forName} takes it</td></tr>
 *   <tr><td>{@code sampling}</td><td>the ratio</td></tr>
 *   <tr><td>{@code destination}</td><td>experiment id, or {@code catalog.schema}</td></tr>
 *   <tr><td>{@code keep}</td><td>{@code true} when the returned object must stay itself, since the method's return type is
 *       narrower than what could stand in for it</td></tr>
 * </table>
 *
 * @param parameters names of the parameters; empty ones are not recorded
 * @param reducer class name of an {@link dev.spanloom.OutputReducer}; null for none
 * @param samplingRatio null for the ratio of the process
 * @param destination null for that of the process
 * @param keepsResult true when no stand-in may be returned
 */
public record MethodSpec(
    String function,
    String name,
    String spanType,
    Map<String, String> attributes,
    List<String> parameters,
    boolean capturesInputs,
    boolean capturesOutputs,
    @Nullable String reducer,
    @Nullable Double samplingRatio,
    @Nullable String destination,
    boolean keepsResult) {
  /** Return types in whose place, or behind which, an object of ours may stand for the method's. */
  private static final Set<String> WATCHED_TYPES =
      Set.of(
          "java.lang.Object",
          "java.lang.AutoCloseable",
          "java.util.stream.BaseStream",
          "java.util.stream.Stream",
          "java.util.Iterator",
          "java.util.concurrent.Flow$Publisher",
          "org.reactivestreams.Publisher",
          "reactor.core.CorePublisher",
          "reactor.core.publisher.Mono",
          "reactor.core.publisher.Flux");

  public MethodSpec {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    parameters = List.copyOf(parameters);
  }

  /**
   * Whether the items of what a method returns can be watched, by an object that is returned in its
   * place.
   *
   * @param returnType as {@link Class#getName} has it
   */
  public static boolean isWatched(String returnType) {
    return WATCHED_TYPES.contains(returnType);
  }

  /** The text form. */
  public String encode() {
    StringBuilder text = new StringBuilder();
    field(text, "function", function);
    field(text, "name", name);
    field(text, "type", spanType);
    attributes.forEach(
        (key, value) -> field(text, "attribute", key.replace("\t", " ") + "\t" + value));
    parameters.forEach(parameter -> field(text, "parameter", parameter));
    if (!capturesInputs) {
      field(text, "inputs", "false");
    }
    if (!capturesOutputs) {
      field(text, "outputs", "false");
    }
    if (reducer != null) {
      field(text, "reducer", reducer);
    }
    if (samplingRatio != null) {
      field(text, "sampling", samplingRatio.toString());
    }
    if (destination != null) {
      field(text, "destination", destination);
    }
    if (keepsResult) {
      field(text, "keep", "true");
    }
    return text.toString();
  }

  private static void field(StringBuilder text, String key, String value) {
    text.append(key).append('=');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(c);
      }
    }
    text.append('\n');
  }

  /** Reads the text form. */
  public static MethodSpec decode(String text) {
    Map<String, String> single = new LinkedHashMap<>();
    Map<String, String> attributes = new LinkedHashMap<>();
    List<String> parameters = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String key = line.substring(0, equals);
      String value = unescaped(line.substring(equals + 1));
      switch (key) {
        case "attribute" -> {
          int tab = value.indexOf('\t');
          attributes.put(value.substring(0, Math.max(0, tab)), value.substring(tab + 1));
        }
        case "parameter" -> parameters.add(value);
        default -> single.put(key, value);
      }
    }
    String function = single.getOrDefault("function", "");
    String sampling = single.get("sampling");
    return new MethodSpec(
        function,
        single.getOrDefault("name", function),
        single.getOrDefault("type", "UNKNOWN"),
        attributes,
        parameters,
        !"false".equals(single.get("inputs")),
        !"false".equals(single.get("outputs")),
        single.get("reducer"),
        sampling == null ? null : Double.valueOf(sampling),
        single.get("destination"),
        "true".equals(single.get("keep")));
  }

  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        char escaped = text.charAt(i);
        plain.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}

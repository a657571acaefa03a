package dev.spanloom.conventions;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tables: JSON objects with {@code name}, {@code comment} and, for each {@link Target},
 * the list of its sources. {@link SourceReader} says what a source looks like.
 */
final class ConventionFiles {
  /** The first that has a value for a target decides, so the order counts. */
  private static final List<String> ORDER =
      List.of(
          "openinference",
          "genai",
          "spring-ai",
          "traceloop",
          "google-adk",
          "vercel-ai",
          "langchain4j",
          "langsmith",
          "langfuse",
          "laminar",
          "livekit");

  private ConventionFiles() {}

  static List<Convention> all() {
    List<Convention> conventions = new ArrayList<>();
    for (String name : ORDER) {
      String file = name + ".json";
      try (InputStream in = ConventionFiles.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalStateException("no " + file + " beside " + ConventionFiles.class);
        }
        conventions.add(read(new String(in.readAllBytes(), StandardCharsets.UTF_8), file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.copyOf(conventions);
  }

  /**
   * Reads one table.
   *
   * @param file its name, for errors
   * @throws IllegalStateException when it is no table; names the file, the place and what was
   *     expected
   */
  static Convention read(String text, String file) {
    try {
      return convention(JsonReader.readObject(text));
    } catch (JsonSyntaxException | IllegalArgumentException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  private static Convention convention(Map<String, @Nullable Object> json) {
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(json);
    String name = text(rest, "name");
    String comment = text(rest, "comment");
    Map<Target, List<Source>> sources = new EnumMap<>(Target.class);
    for (Target target : Target.values()) {
      Object list = rest.remove(target.key());
      if (list instanceof List<?> items) {
        sources.put(target, sources(target.key(), items));
      } else if (list != null) {
        throw new IllegalArgumentException(target.key() + ": expected a list of sources");
      }
    }
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown "
              + rest.keySet()
              + " (expected: name, comment, "
              + String.join(", ", Arrays.stream(Target.values()).map(Target::key).toList())
              + ")");
    }
    return new Convention(name, comment, sources);
  }

  private static List<Source> sources(String target, List<?> items) {
    List<Source> sources = new ArrayList<>();
    for (Object item : items) {
      try {
        sources.add(SourceReader.read(item));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            target + "[" + sources.size() + "]: " + e.getMessage(), e);
      }
    }
    return sources;
  }

  private static String text(Map<String, @Nullable Object> json, String key) {
    if (json.remove(key) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new IllegalArgumentException("no " + key + " (expected: a text)");
  }
}

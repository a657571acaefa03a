package dev.spanloom.cli.server;

import dev.spanloom.cli.terminal.Nearest;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** A file of settings: lines {@code port=5000}, or one JSON object {@code {"port": 5000}}. */
final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads it.
   *
   * @param names that may stand there
   * @throws IllegalArgumentException when it cannot be read, or says something unknown
   */
  static Map<String, String> read(Path file, Collection<String> names) {
    Map<String, String> values;
    try {
      String text = Files.readString(file);
      values = text.stripLeading().startsWith("{") ? json(text) : properties(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("--config: " + file + " cannot be read (" + e + ")", e);
    } catch (JsonSyntaxException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--config: " + file + " is no JSON object and no properties (" + e.getMessage() + ")", e);
    }
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "--config: "
                + file
                + ": there is no setting \""
                + name
                + "\" (expected: "
                + Nearest.of(name, names).map(near -> "\"" + near + "\"?").orElse("one of " + names)
                + ")");
      }
    }
    return values;
  }

  private static Map<String, String> json(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    JsonReader.readObject(text)
        .forEach(
            (name, value) -> {
              if (value instanceof List<?> list) {
                values.put(
                    name, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
              } else if (value != null) {
                values.put(name, value.toString());
              }
            });
    return values;
  }

  private static Map<String, String> properties(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    Map<String, String> values = new LinkedHashMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> values.put(name, properties.getProperty(name)));
    return values;
  }
}

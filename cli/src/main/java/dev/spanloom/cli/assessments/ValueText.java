package dev.spanloom.cli.assessments;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;

/** What a word of the command line means as a value. */
final class ValueText {
  private ValueText() {}

  /** A boolean, a number or a quoted text of JSON; anything else is a text as it stands. */
  static Object read(String text) {
    try {
      Object value = JsonReader.read(text);
      return value instanceof Boolean || value instanceof Number || value instanceof String
          ? value
          : text;
    } catch (JsonSyntaxException e) {
      return text;
    }
  }
}

package dev.spanloom.cli.output;

import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plain value as the text of one cell. */
public final class PlainText {
  private PlainText() {}

  /** A text as it is, nothing as an empty one, lists and maps as JSON. */
  public static String of(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof Map<?, ?> || value instanceof Collection<?> || value instanceof Double
        ? JsonWriter.write(value)
        : value.toString();
  }
}

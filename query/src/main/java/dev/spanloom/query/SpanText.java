package dev.spanloom.query;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a span that {@code span.content} and {@code trace.text} look at: a line each for the
 * name, the type, the status description, every attribute as {@code key: value}, and every event
 * with its attributes. Values look like JSON, but strings stand as they are, without quotes around
 * them at the top and without escapes anywhere, so that a user finds what a user wrote.
 */
public final class SpanText {
  private SpanText() {}

  public static String of(Span span) {
    StringBuilder out = new StringBuilder(2_048);
    out.append(span.name());
    if (!span.spanType().equals(SpanType.UNKNOWN)) {
      out.append('\n').append(span.spanType());
    }
    if (!span.status().description().isEmpty()) {
      out.append('\n').append(span.status().description());
    }
    span.attributes().forEach((key, value) -> line(out, key, value));
    for (SpanEvent event : span.events()) {
      out.append('\n').append(event.name());
      event.attributes().forEach((key, value) -> line(out, key, value));
    }
    return out.toString();
  }

  /**
   * Adds the words of the text, without making the text: whatever stands between its values
   * separates words.
   */
  public static void addWords(Span span, WordSet words) {
    words.add(span.name());
    if (!span.spanType().equals(SpanType.UNKNOWN)) {
      words.add(span.spanType());
    }
    words.add(span.status().description());
    span.attributes()
        .forEach(
            (key, value) -> {
              words.add(key);
              addWords(value, words);
            });
    for (SpanEvent event : span.events()) {
      words.add(event.name());
      event
          .attributes()
          .forEach(
              (key, value) -> {
                words.add(key);
                addWords(value, words);
              });
    }
  }

  private static void addWords(@Nullable Object value, WordSet words) {
    if (value instanceof String text) {
      words.add(text);
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        words.add(String.valueOf(entry.getKey()));
        addWords(entry.getValue(), words);
      }
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        addWords(item, words);
      }
    } else if (value instanceof byte[] bytes) {
      words.add(bytes.length + " bytes");
    } else {
      words.add(String.valueOf(value));
    }
  }

  /** One value as it stands in the text. */
  public static String of(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  private static void line(StringBuilder out, String key, @Nullable Object value) {
    out.append('\n').append(key).append(": ");
    append(out, value);
  }

  private static void append(StringBuilder out, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      out.append('{');
      String comma = "";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(comma).append('"').append(entry.getKey()).append("\": ");
        inner(out, entry.getValue());
        comma = ", ";
      }
      out.append('}');
    } else if (value instanceof List<?> list) {
      out.append('[');
      String comma = "";
      for (Object item : list) {
        out.append(comma);
        inner(out, item);
        comma = ", ";
      }
      out.append(']');
    } else if (value instanceof byte[] bytes) {
      out.append(bytes.length).append(" bytes");
    } else {
      out.append(value);
    }
  }

  private static void inner(StringBuilder out, @Nullable Object value) {
    if (value instanceof String text) {
      out.append('"').append(text).append('"');
    } else {
      append(out, value);
    }
  }
}

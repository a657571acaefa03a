package dev.spanloom.cli.figures;

import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.storage.MetricsQuery.Dimension;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What figures are grouped by.
 *
 * @param name as the user wrote it
 */
record Grouping(String name, Dimension dimension) {
  private static final String TAG = "tag.";
  private static final String METADATA = "metadata.";
  private static final Map<String, Dimension> WORDS = words();

  private static Map<String, Dimension> words() {
    Map<String, Dimension> words = new LinkedHashMap<>();
    words.put("name", Dimension.of(Dimension.Kind.TRACE_NAME));
    words.put("status", Dimension.of(Dimension.Kind.TRACE_STATUS));
    words.put("user", new Dimension(Dimension.Kind.METADATA, TraceMetadataKey.TRACE_USER));
    words.put("session", new Dimension(Dimension.Kind.METADATA, TraceMetadataKey.TRACE_SESSION));
    words.put("model", Dimension.of(Dimension.Kind.SPAN_MODEL));
    words.put("type", Dimension.of(Dimension.Kind.SPAN_TYPE));
    words.put("span.name", Dimension.of(Dimension.Kind.SPAN_NAME));
    words.put("span.status", Dimension.of(Dimension.Kind.SPAN_STATUS));
    return words;
  }

  /** Whether it tells spans apart, so that spans are counted and not traces. */
  boolean isOfSpans() {
    return switch (dimension.kind()) {
      case SPAN_NAME, SPAN_TYPE, SPAN_STATUS, SPAN_MODEL -> true;
      default -> false;
    };
  }

  /** Reads one. */
  static final class Reader implements ITypeConverter<Grouping> {
    @Override
    public Grouping convert(String text) {
      Dimension word = WORDS.get(text);
      if (word != null) {
        return new Grouping(text, word);
      } else if (text.startsWith(TAG) && text.length() > TAG.length()) {
        return new Grouping(text, Dimension.tag(text.substring(TAG.length())));
      } else if (text.startsWith(METADATA) && text.length() > METADATA.length()) {
        return new Grouping(
            text, new Dimension(Dimension.Kind.METADATA, text.substring(METADATA.length())));
      }
      throw new TypeConversionException(
          "\""
              + text
              + "\" (expected: one of "
              + String.join(", ", WORDS.keySet())
              + ", tag.KEY, metadata.KEY)");
    }
  }
}

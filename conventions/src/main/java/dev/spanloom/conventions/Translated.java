package dev.spanloom.conventions;

import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.Map;
import java.util.Objects;

/**
 * A span after translation, and what it says of its trace.
 *
 * @param span the span to store: the given one where there was nothing to do
 * @param traceMetadata metadata of the trace, to be set where it has none of that key; copied in
 * @param traceTags tags of the trace, to be set where it has none of that key; copied in
 */
public record Translated(
    EncodedSpan span, Map<String, String> traceMetadata, Map<String, String> traceTags) {
  public Translated {
    Objects.requireNonNull(span, "span");
    traceMetadata = Map.copyOf(traceMetadata);
    traceTags = Map.copyOf(traceTags);
  }

  static Translated unchanged(EncodedSpan span) {
    return new Translated(span, Map.of(), Map.of());
  }
}

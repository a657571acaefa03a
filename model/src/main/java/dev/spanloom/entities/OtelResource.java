package dev.spanloom.entities;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The OpenTelemetry resource of the program that made a span. MLflow drops it; Spanloom keeps it.
 *
 * @param attributes plain values, copied in
 * @param schemaUrl empty when there is none
 * @param droppedAttributesCount how many attributes a limit removed
 */
public record OtelResource(
    Map<String, @Nullable Object> attributes, String schemaUrl, int droppedAttributesCount) {
  /** A resource of which nothing is known. */
  public static final OtelResource EMPTY = new OtelResource(Map.of(), "", 0);

  public OtelResource {
    attributes = PlainValues.copyMap(attributes);
  }

  public OtelResource(Map<String, ? extends @Nullable Object> attributes) {
    this(PlainValues.copyMap(attributes), "", 0);
  }

  /** Byte arrays among the attributes count by content. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OtelResource that
        && schemaUrl.equals(that.schemaUrl)
        && droppedAttributesCount == that.droppedAttributesCount
        && PlainValues.equal(attributes, that.attributes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(schemaUrl, attributes.keySet());
  }
}

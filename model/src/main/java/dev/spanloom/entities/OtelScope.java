package dev.spanloom.entities;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The OpenTelemetry instrumentation scope that made a span. MLflow drops it; Spanloom keeps it.
 *
 * @param name the instrumenting library; empty when unknown
 * @param version empty when unknown
 * @param attributes plain values, copied in
 * @param schemaUrl empty when there is none
 * @param droppedAttributesCount how many attributes a limit removed
 */
public record OtelScope(
    String name,
    String version,
    Map<String, @Nullable Object> attributes,
    String schemaUrl,
    int droppedAttributesCount) {
  /** A scope of which nothing is known. */
  public static final OtelScope EMPTY = new OtelScope("", "", Map.of(), "", 0);

  public OtelScope {
    attributes = PlainValues.copyMap(attributes);
  }

  public OtelScope(String name, String version) {
    this(name, version, Map.of(), "", 0);
  }

  /** Byte arrays among the attributes count by content. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OtelScope that
        && name.equals(that.name)
        && version.equals(that.version)
        && schemaUrl.equals(that.schemaUrl)
        && droppedAttributesCount == that.droppedAttributesCount
        && PlainValues.equal(attributes, that.attributes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, version);
  }
}

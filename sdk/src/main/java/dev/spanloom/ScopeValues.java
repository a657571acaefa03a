package dev.spanloom;

import dev.spanloom.entities.TraceLocation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TracingContext} says, merged with those around it. Immutable.
 *
 * @param enabled null where no scope says
 * @param destination null where no scope says
 */
record ScopeValues(
    Map<String, String> metadata,
    Map<String, String> tags,
    @Nullable Boolean enabled,
    @Nullable TraceLocation destination) {
  static final ScopeValues NONE = new ScopeValues(Map.of(), Map.of(), null, null);

  ScopeValues {
    metadata = Map.copyOf(metadata);
    tags = Map.copyOf(tags);
  }

  /** Both together; the inner one wins. */
  ScopeValues with(ScopeValues inner) {
    return new ScopeValues(
        union(metadata, inner.metadata),
        union(tags, inner.tags),
        inner.enabled == null ? enabled : inner.enabled,
        inner.destination == null ? destination : inner.destination);
  }

  private static Map<String, String> union(Map<String, String> outer, Map<String, String> inner) {
    Map<String, String> union = new LinkedHashMap<>(outer);
    union.putAll(inner);
    return union;
  }
}

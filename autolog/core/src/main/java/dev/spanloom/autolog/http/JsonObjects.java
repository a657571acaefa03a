package dev.spanloom.autolog.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects as a reader of JSON makes them. */
final class JsonObjects {
  private JsonObjects() {}

  /** The same map, with the keys that objects of JSON have. */
  @SuppressWarnings("unchecked") // objects of JSON have such keys
  static Map<String, @Nullable Object> of(Map<?, ?> object) {
    return (Map<String, @Nullable Object>) object;
  }
}

package dev.spanloom.spring;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings as the SDK reads them: texts by name. Not thread-safe. */
final class SettingTexts {
  private final Map<String, String> texts = new LinkedHashMap<>();

  /** Null and a blank text say nothing. */
  void put(String name, @Nullable Object value) {
    if (value instanceof Enum<?> word) {
      texts.put(name, word.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    } else if (value != null && !value.toString().isBlank()) {
      texts.put(name, value.toString());
    }
  }

  Map<String, String> asMap() {
    return Map.copyOf(texts);
  }
}

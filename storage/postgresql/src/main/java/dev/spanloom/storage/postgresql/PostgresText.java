package dev.spanloom.storage.postgresql;

import org.jspecify.annotations.Nullable;

/**
 * Texts as PostgreSQL takes them. It has no place for U+0000, and none for half a character. Both
 * are replaced where values are written and where they are asked for, so that they are found. What
 * must not change is in payloads, which are bytes.
 */
final class PostgresText {
  private static final char REPLACEMENT = '\uFFFD';

  private PostgresText() {}

  static String storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return replaced(text, i);
      }
    }
    return text;
  }

  private static String replaced(String text, int from) {
    StringBuilder out = null;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        out = out == null ? new StringBuilder(text) : out;
        out.setCharAt(i, REPLACEMENT);
      }
    }
    return out == null ? text : out.toString();
  }

  static @Nullable String storableOrNull(@Nullable Object text) {
    return text == null ? null : storable(text.toString());
  }
}

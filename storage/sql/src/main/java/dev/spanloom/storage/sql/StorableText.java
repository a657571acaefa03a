package dev.spanloom.storage.sql;

import org.jspecify.annotations.Nullable;

/**
 * Texts as all databases take them: some have no place for U+0000, and none has one for half a
 * character. Both are replaced where values are written and where they are asked for, so that they
 * are found, and before texts are compared that a table may have only once. What must not change is
 * in payloads, which are bytes.
 */
public final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /** The text itself, if it has nothing to be replaced. */
  public static String of(String text) {
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

  public static @Nullable String orNull(@Nullable Object text) {
    return text == null ? null : of(text.toString());
  }
}

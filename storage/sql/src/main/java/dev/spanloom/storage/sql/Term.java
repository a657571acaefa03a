package dev.spanloom.storage.sql;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A value of a key, as the index holds it.
 *
 * @param family of what, see {@link Families}
 * @param key its name; empty where a family has one key only
 * @param value the text, or what {@link #ofText} made of a long one
 * @param cut whether the value is not the whole text
 * @param number what the text says when it is a number, else null
 */
public record Term(String family, String key, String value, boolean cut, @Nullable Double number) {
  /** The value of the term that every trace with the key has. */
  public static final String PRESENCE = "\u0001";

  /** Longer texts are cut. */
  public static final int MAX_CHARS = 200;

  private static final int KEPT_CHARS = 180;

  /**
   * The term of a text; a long one, or one that could be taken for {@link #PRESENCE}, is told from
   * others by a hash.
   */
  public static Term ofText(String family, String key, String text, @Nullable Double number) {
    return text.length() <= MAX_CHARS && !text.startsWith(PRESENCE)
        ? new Term(family, key, text, false, number)
        : new Term(family, key, cut(text), true, null);
  }

  public static Term presence(String family, String key) {
    return new Term(family, key, PRESENCE, false, null);
  }

  private static String cut(String text) {
    int end = Math.min(KEPT_CHARS, text.length());
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end)
        + PRESENCE
        + UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}

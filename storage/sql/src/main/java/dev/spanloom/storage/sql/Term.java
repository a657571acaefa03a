package dev.spanloom.storage.sql;

import java.nio.ByteBuffer;
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
   * The term of a text; a long one, one that cannot be stored as it is, or one that could be taken
   * for {@link #PRESENCE}, is told from others by a hash.
   */
  public static Term ofText(String family, String key, String text, @Nullable Double number) {
    String storable = StorableText.of(text);
    boolean isWhole = text.length() <= MAX_CHARS && !text.startsWith(PRESENCE);
    return isWhole && storable.equals(text)
        ? new Term(family, StorableText.of(key), text, false, number)
        : new Term(family, StorableText.of(key), cut(storable, hash(text, storable)), true, null);
  }

  public static Term presence(String family, String key) {
    return new Term(family, StorableText.of(key), PRESENCE, false, null);
  }

  /** UTF-8 has no place for half a character either. */
  private static UUID hash(String text, String storable) {
    if (storable.equals(text)) {
      return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
    ByteBuffer bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
    bytes.asCharBuffer().put(text);
    return UUID.nameUUIDFromBytes(bytes.array());
  }

  private static String cut(String text, UUID hash) {
    int end = Math.min(KEPT_CHARS, text.length());
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + PRESENCE + hash;
  }

  /** Terms are asked for by the million: what follows from the value is not compared. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Term that
        && value.equals(that.value)
        && key.equals(that.key)
        && family.equals(that.family);
  }

  @Override
  public int hashCode() {
    return (value.hashCode() * 31 + key.hashCode()) * 31 + family.hashCode();
  }
}

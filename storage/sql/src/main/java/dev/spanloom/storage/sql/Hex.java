package dev.spanloom.storage.sql;

import org.jspecify.annotations.Nullable;

/** Span ids as 64-bit numbers and back. */
public final class Hex {
  private static final int DIGITS = 16;
  private static final char[] ALPHABET = "0123456789abcdef".toCharArray();

  private Hex() {}

  /**
   * The number of 16 hex digits.
   *
   * @throws NumberFormatException for anything else
   */
  public static long number(String id) {
    if (id.length() != DIGITS) {
      throw new NumberFormatException("span id: \"" + id + "\" (expected: 16 hex digits)");
    }
    return Long.parseUnsignedLong(id, 16);
  }

  public static @Nullable Long numberOrNull(@Nullable String id) {
    return id == null ? null : number(id);
  }

  /** 16 lower-case hex digits. */
  public static String text(long number) {
    char[] digits = new char[DIGITS];
    long rest = number;
    for (int i = DIGITS - 1; i >= 0; i--) {
      digits[i] = ALPHABET[(int) (rest & 0xf)];
      rest >>>= 4;
    }
    return new String(digits);
  }

  public static @Nullable String textOrNull(@Nullable Long number) {
    return number == null ? null : text(number);
  }
}

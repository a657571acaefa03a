package dev.spanloom.storage.sql.search;

import dev.spanloom.query.Operator;
import dev.spanloom.query.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Bytes that must stand in an OTLP span for a pattern to match its text, so that most spans need
 * not be decoded. A text is made of the strings of the span, with separators between them, and of
 * numbers, booleans and the like. Immutable.
 */
final class RawLiteral {
  /** What stands in texts without standing in spans. */
  private static final Pattern SEPARATORS = Pattern.compile("[\\n:,{}\\[\\]\" ]");

  private static final List<String> WORDS =
      List.of("true", "false", "null", "bytes", "NaN", "Infinity", "-Infinity");

  private static final int ASCII_END = 128;
  private static final int CASE = 'a' - 'A';

  /**
   * First bytes of the characters that are no ASCII but fold to ASCII: those of U+0130 to U+017F.
   */
  private static final byte[] FOLDING_STARTS = {(byte) 0xC4, (byte) 0xC5, (byte) 0xE2};

  private final byte[] wanted;
  private final boolean ignoresCase;

  private RawLiteral(byte[] wanted, boolean ignoresCase) {
    this.wanted = wanted;
    this.ignoresCase = ignoresCase;
  }

  /** The longest literal of a LIKE or ILIKE pattern; empty when there is none. */
  static Optional<RawLiteral> of(LeafTest leaf) {
    if (!(leaf instanceof LeafTest.Pattern pattern) || pattern.operator() == Operator.RLIKE) {
      return Optional.empty();
    }
    boolean ignoresCase = pattern.operator() == Operator.ILIKE;
    String text = ignoresCase ? Words.fold(pattern.pattern()) : pattern.pattern();
    List<String> literals = new ArrayList<>();
    for (String piece : LikeShape.of(text).pieces()) {
      for (String part : SEPARATORS.split(piece, -1)) {
        if (!part.isEmpty() && isOfString(part, ignoresCase)) {
          literals.add(part);
        }
      }
    }
    return literals.stream()
        .max(Comparator.comparingInt(String::length))
        .map(part -> new RawLiteral(part.getBytes(StandardCharsets.UTF_8), ignoresCase));
  }

  /** False of what may be a part of a number, or of a word that stands for a value. */
  private static boolean isOfString(String part, boolean ignoresCase) {
    // malformed text is stored as it came, and read with U+FFFD in its place
    return !part.isEmpty()
        && part.chars().allMatch(c -> !Character.isSurrogate((char) c) && c != 0xFFFD)
        && !(ignoresCase && part.chars().anyMatch(c -> c >= ASCII_END))
        && !part.chars().allMatch(c -> "0123456789+-.Ee".indexOf(c) >= 0)
        && WORDS.stream().noneMatch(word -> (ignoresCase ? Words.fold(word) : word).contains(part));
  }

  /** False when no text of a span can match. */
  boolean mayMatch(byte[] span) {
    return contains(span) || (ignoresCase && hasFolding(span));
  }

  private boolean contains(byte[] bytes) {
    int last = bytes.length - wanted.length;
    byte first = wanted[0];
    byte other = ignoresCase && first >= 'a' && first <= 'z' ? (byte) (first - CASE) : first;
    for (int i = 0; i <= last; i++) {
      byte b = bytes[i];
      if ((b == first || b == other) && matches(bytes, i)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(byte[] bytes, int at) {
    for (int i = 1; i < wanted.length; i++) {
      if (folded(bytes[at + i]) != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private byte folded(byte b) {
    return ignoresCase && b >= 'A' && b <= 'Z' ? (byte) (b + CASE) : b;
  }

  private static boolean hasFolding(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0 && isFoldingStart(b)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFoldingStart(byte b) {
    for (byte start : FOLDING_STARTS) {
      if (b == start) {
        return true;
      }
    }
    return false;
  }
}

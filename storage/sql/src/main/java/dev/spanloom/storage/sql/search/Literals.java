package dev.spanloom.storage.sql.search;

import dev.spanloom.query.Operator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must stand in the bytes of an OTLP request for a pattern to match a text of one of its spans.
 * A text is strings of the request with separators between them, and numbers, booleans and the like.
 */
final class Literals {
  /** What stands in texts without standing in requests. */
  private static final String SEPARATORS = "[\\n:,{}\\[\\]\" ]";

  private static final List<String> WORDS =
      List.of("true", "false", "null", "bytes", "NaN", "Infinity", "-Infinity");

  private Literals() {}

  /** The longest piece that a request has; empty when there is none. */
  static Optional<byte[]> of(LeafTest leaf) {
    if (!(leaf instanceof LeafTest.Pattern pattern) || pattern.operator() != Operator.LIKE) {
      return Optional.empty();
    }
    List<String> pieces = new ArrayList<>();
    for (String piece : LikeShape.of(pattern.pattern()).pieces()) {
      for (String part : piece.split(SEPARATORS)) {
        if (isOfString(part)) {
          pieces.add(part);
        }
      }
    }
    return pieces.stream()
        .max(java.util.Comparator.comparingInt(String::length))
        .map(piece -> piece.getBytes(StandardCharsets.UTF_8));
  }

  /** False of what may be a part of a number, or of a word that stands for a value. */
  private static boolean isOfString(String part) {
    return !part.isEmpty()
        // malformed text is stored as it came, and read with U+FFFD in its place
        && part.chars().allMatch(c -> !Character.isSurrogate((char) c) && c != 0xFFFD)
        && !part.chars().allMatch(c -> "0123456789+-.E".indexOf(c) >= 0)
        && WORDS.stream().noneMatch(word -> word.contains(part));
  }

  /** Whether bytes contain others. */
  static boolean contains(byte[] bytes, byte[] wanted) {
    int last = bytes.length - wanted.length;
    byte first = wanted[0];
    for (int i = 0; i <= last; i++) {
      if (bytes[i] == first && matches(bytes, i, wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] bytes, int at, byte[] wanted) {
    for (int i = 1; i < wanted.length; i++) {
      if (bytes[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}

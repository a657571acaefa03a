package dev.spanloom.query;

import java.util.HashMap;
import java.util.Map;

/**
 * What stands between two {@code %} of a LIKE pattern: characters, and {@code _} for any one.
 * Finding it takes time in proportion to the text, whatever the two are. Immutable and thread-safe.
 */
final class LikePiece {
  /** Shorter pieces are found the simple way, which is the fastest of them. */
  private static final int SHORT = 32;

  private final String piece;
  private final boolean literal;

  /** Of each prefix of a long literal, how much of it is its own end, too. */
  private final int[] overlaps;

  /** Of a piece with {@code _}: the places, one bit each, where a character may stand. */
  private final Map<Integer, long[]> places = new HashMap<>();

  private final long[] anyPlaces;
  private final int characters;

  LikePiece(String piece) {
    this.piece = piece;
    this.literal = piece.indexOf('_') < 0;
    this.overlaps = literal && piece.length() > SHORT ? overlaps(piece) : new int[0];
    this.characters = piece.codePointCount(0, piece.length());
    this.anyPlaces = new long[literal ? 0 : (characters + 63) / 64];
    if (!literal) {
      fillPlaces();
    }
  }

  private static int[] overlaps(String piece) {
    int[] overlaps = new int[piece.length()];
    int matched = 0;
    for (int i = 1; i < piece.length(); i++) {
      while (matched > 0 && piece.charAt(matched) != piece.charAt(i)) {
        matched = overlaps[matched - 1];
      }
      if (piece.charAt(matched) == piece.charAt(i)) {
        matched++;
      }
      overlaps[i] = matched;
    }
    return overlaps;
  }

  private void fillPlaces() {
    int[] codePoints = piece.codePoints().toArray();
    for (int i = 0; i < codePoints.length; i++) {
      if (codePoints[i] == '_') {
        anyPlaces[i >> 6] |= 1L << i;
      }
    }
    for (int i = 0; i < codePoints.length; i++) {
      if (codePoints[i] != '_') {
        places.computeIfAbsent(codePoints[i], c -> anyPlaces.clone())[i >> 6] |= 1L << i;
      }
    }
  }

  /** Where the first match that starts at an index or behind it ends; -1 for none. */
  int findEnd(String text, int from) {
    if (!literal) {
      return findWithGaps(text, from);
    }
    if (overlaps.length == 0) {
      int found = text.indexOf(piece, from);
      return found < 0 ? -1 : found + piece.length();
    }
    int matched = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      while (matched > 0 && piece.charAt(matched) != c) {
        matched = overlaps[matched - 1];
      }
      if (piece.charAt(matched) == c && ++matched == piece.length()) {
        return i + 1;
      }
    }
    return -1;
  }

  /** Keeps a bit for each place of the piece up to which the text just read fits. */
  private int findWithGaps(String text, int from) {
    long[] fits = new long[anyPlaces.length];
    int last = characters - 1;
    for (int at = from; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      long[] allowed = places.getOrDefault(c, anyPlaces);
      long carry = 1;
      for (int i = 0; i < fits.length; i++) {
        long shifted = fits[i] << 1 | carry;
        carry = fits[i] >>> 63;
        fits[i] = shifted & allowed[i];
      }
      if ((fits[last >> 6] >>> last & 1) != 0) {
        return at;
      }
    }
    return -1;
  }

  /** Where a match that starts at an index ends; -1 for none. */
  int endAt(String text, int start) {
    int at = start;
    for (int i = 0; i < piece.length(); i++) {
      if (at >= text.length()) {
        return -1;
      }
      char wanted = piece.charAt(i);
      if (wanted == '_') {
        at += Character.charCount(text.codePointAt(at));
      } else if (wanted == text.charAt(at)) {
        at++;
      } else {
        return -1;
      }
    }
    return at;
  }

  /** Where a match that ends with the text starts; -1 for none. */
  int startAtEnd(String text) {
    int at = text.length();
    for (int i = piece.length() - 1; i >= 0; i--) {
      if (at <= 0) {
        return -1;
      }
      char wanted = piece.charAt(i);
      if (wanted == '_') {
        at -= Character.charCount(text.codePointBefore(at));
      } else if (wanted == text.charAt(at - 1)) {
        at--;
      } else {
        return -1;
      }
    }
    return at;
  }
}

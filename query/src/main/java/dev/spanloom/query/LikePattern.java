package dev.spanloom.query;

import java.util.ArrayList;
import java.util.List;

/**
 * A LIKE pattern: pieces between {@code %}, found one behind the other from the left. A piece
 * without {@code _} costs time in proportion to the text.
 */
final class LikePattern {
  private final List<String> pieces = new ArrayList<>();
  private final boolean openStart;
  private final boolean openEnd;

  LikePattern(String pattern) {
    openStart = pattern.startsWith("%");
    openEnd = pattern.endsWith("%");
    for (String piece : pattern.split("%")) {
      if (!piece.isEmpty()) {
        pieces.add(piece);
      }
    }
  }

  boolean matches(String text) {
    if (pieces.isEmpty()) {
      return openStart || text.isEmpty();
    }
    int at = 0;
    int last = pieces.size() - 1;
    int middle = 0;
    if (!openStart) {
      at = endOf(pieces.get(0), text, 0);
      if (at < 0 || (last == 0 && !openEnd)) {
        return at == text.length();
      }
      middle = 1;
    }
    int behind = openEnd ? last + 1 : last;
    for (int i = middle; i < behind; i++) {
      at = find(pieces.get(i), text, at);
      if (at < 0) {
        return false;
      }
    }
    return openEnd || startOf(pieces.get(last), text) >= at;
  }

  /** Where the first match from an index on ends, or -1. */
  private static int find(String piece, String text, int from) {
    if (piece.indexOf('_') < 0) {
      int found = text.indexOf(piece, from);
      return found < 0 ? -1 : found + piece.length();
    }
    for (int start = from; start <= text.length(); ) {
      int end = endOf(piece, text, start);
      if (end >= 0) {
        return end;
      }
      start += start < text.length() ? Character.charCount(text.codePointAt(start)) : 1;
    }
    return -1;
  }

  /** Where a match that starts at an index ends, or -1. */
  private static int endOf(String piece, String text, int start) {
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

  /** Where a match that ends with the text starts, or -1. */
  private static int startOf(String piece, String text) {
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

package dev.spanloom.query;

import java.util.ArrayList;
import java.util.List;

/**
 * A LIKE pattern: pieces between {@code %}, each looked for behind the one before it. Immutable and
 * thread-safe.
 */
final class LikePattern {
  private final List<LikePiece> pieces = new ArrayList<>();
  private final boolean openStart;
  private final boolean openEnd;

  LikePattern(String pattern) {
    openStart = pattern.startsWith("%");
    openEnd = pattern.endsWith("%");
    for (String piece : pattern.split("%", -1)) {
      if (!piece.isEmpty()) {
        pieces.add(new LikePiece(piece));
      }
    }
  }

  boolean matches(String text) {
    if (pieces.isEmpty()) {
      return openStart || text.isEmpty();
    }
    int last = pieces.size() - 1;
    int at = 0;
    int next = 0;
    if (!openStart) {
      at = pieces.get(0).endAt(text, 0);
      if (at < 0) {
        return false;
      }
      if (last == 0 && !openEnd) {
        return at == text.length();
      }
      next = 1;
    }
    int behind = openEnd ? last + 1 : last;
    for (; next < behind; next++) {
      // the leftmost match is the best one: it leaves most of the text to the other pieces
      at = pieces.get(next).findEnd(text, at);
      if (at < 0) {
        return false;
      }
    }
    return openEnd || pieces.get(last).startAtEnd(text) >= at;
  }
}

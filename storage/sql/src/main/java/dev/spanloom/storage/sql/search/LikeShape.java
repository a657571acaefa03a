package dev.spanloom.storage.sql.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What can be said of a LIKE pattern without matching it.
 *
 * @param prefix what a matching text begins with; may be empty
 * @param pieces what stands between wildcards, each once in every matching text
 * @param kind whether that says it all
 */
record LikeShape(String prefix, List<String> pieces, Kind kind) {
  private static final Pattern WILDCARDS = Pattern.compile("[%_]");

  /** Shapes that need no matching. */
  enum Kind {
    /** The text itself. */
    EQUAL,
    /** {@code abc%}. */
    PREFIX,
    /** {@code %abc%}. */
    CONTAINS,
    /** Nothing but {@code %}. */
    ANYTHING,
    OTHER
  }

  static LikeShape of(String pattern) {
    String prefix = WILDCARDS.split(pattern, 2)[0];
    List<String> pieces = new ArrayList<>();
    for (String piece : WILDCARDS.split(pattern, -1)) {
      if (!piece.isEmpty()) {
        pieces.add(piece);
      }
    }
    return new LikeShape(prefix, pieces, kind(pattern, pieces));
  }

  private static Kind kind(String pattern, List<String> pieces) {
    if (pattern.indexOf('_') >= 0 || pieces.size() > 1) {
      return Kind.OTHER;
    }
    if (pieces.isEmpty()) {
      return pattern.isEmpty() ? Kind.EQUAL : Kind.ANYTHING;
    }
    boolean openStart = pattern.startsWith("%");
    boolean openEnd = pattern.endsWith("%");
    if (openStart) {
      return openEnd ? Kind.CONTAINS : Kind.OTHER;
    }
    return openEnd ? Kind.PREFIX : Kind.EQUAL;
  }
}

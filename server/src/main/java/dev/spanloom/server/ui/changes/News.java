package dev.spanloom.server.ui.changes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Ids that are to be told, the latest of them when they are too many. Not thread-safe. */
final class News {
  /** So many are told at once. */
  static final int MOST = 200;

  private final Set<String> ids = new LinkedHashSet<>();
  private boolean more;

  /** Adds an id, behind all others. */
  void add(String id) {
    ids.remove(id);
    ids.add(id);
    if (ids.size() > MOST) {
      ids.remove(ids.iterator().next());
      more = true;
    }
  }

  /** There are others that nobody knows. */
  void addUnknown() {
    more = true;
  }

  boolean isEmpty() {
    return ids.isEmpty() && !more;
  }

  /** Whether ids are missing. */
  boolean more() {
    return more;
  }

  List<String> ids() {
    return new ArrayList<>(ids);
  }

  void clear() {
    ids.clear();
    more = false;
  }
}

package dev.spanloom.server.ui.skeleton;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts by their place; place 0 is the empty one. Not thread-safe. */
final class Words {
  private final Map<String, Integer> places = new HashMap<>();
  private final List<String> fresh = new ArrayList<>();

  Words() {
    int empty = place("");
    assert empty == 0;
  }

  int place(String word) {
    Integer known = places.get(word);
    if (known != null) {
      return known;
    }
    int place = places.size();
    places.put(word, place);
    fresh.add(word);
    return place;
  }

  /** Those that came since this was asked last. */
  List<String> takeFresh() {
    List<String> taken = List.copyOf(fresh);
    fresh.clear();
    return taken;
  }
}

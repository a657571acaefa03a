package dev.spanloom.weaving.behaviour;

import java.util.List;
import java.util.stream.Stream;

/** All tables. */
final class Cases {
  private Cases() {}

  static List<Case> all() {
    return Stream.of(TryBlockCases.ALL, TryMoreCases.ALL).flatMap(List::stream).toList();
  }
}

package dev.spanloom.weaving.behaviour;

import java.util.List;
import java.util.stream.Stream;

/** All tables. */
final class Cases {
  private Cases() {}

  static List<Case> all() {
    return Stream.of(
            TryBlockCases.ALL,
            TryMoreCases.ALL,
            TracedMethodCases.ALL,
            TracedInputCases.ALL,
            TracedResultCases.ALL,
            ProblemCases.ALL)
        .flatMap(List::stream)
        .toList();
  }
}

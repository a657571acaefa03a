package dev.spanloom.bench.store;

import java.util.List;
import java.util.function.Predicate;

/**
 * A question of the search set, with several constants so that no answer is just remembered.
 *
 * @param label what the table calls it
 * @param variants the same with other constants
 */
record Question(String label, List<Variant> variants) {
  Question {
    variants = List.copyOf(variants);
  }

  /**
   * A question with its constants.
   *
   * @param experiment the number of the experiment that is asked
   * @param filter in the search language; empty for all traces
   * @param truth what the filter means
   */
  record Variant(int experiment, String filter, Predicate<TraceSpec> truth) {}
}

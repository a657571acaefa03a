package dev.spanloom.storage.sql.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a search takes its candidates from. */
sealed interface Candidates {
  /** The part of the plan that all candidates satisfy; null for none. */
  Plan.@Nullable Part proven();

  /** From all traces in order of time. */
  record Everything() implements Candidates {
    @Override
    public Plan.@Nullable Part proven() {
      return null;
    }
  }

  /**
   * The traces of terms.
   *
   * @param traces at most how many
   */
  record OfTerms(List<Long> termIds, long traces, Plan.@Nullable Part proven)
      implements Candidates {}

  /** Some traces, in the order of their numbers. */
  record Listed(List<Long> traceNos, Plan.@Nullable Part proven) implements Candidates {}

  /** The traces of chunks that have words. */
  record OfWords(String wordQuery, Plan.@Nullable Part proven) implements Candidates {}
}

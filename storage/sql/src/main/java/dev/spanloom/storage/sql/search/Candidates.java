package dev.spanloom.storage.sql.search;

import dev.spanloom.storage.sql.Dialect;
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
   * The traces of terms: of one of each set, and on one span if the trace is small.
   *
   * @param sets the rarest first
   * @param traces at most how many
   */
  record OfTerms(List<List<Long>> sets, long traces, Plan.@Nullable Part proven)
      implements Candidates {
    /**
     * A SELECT of their numbers, each once.
     *
     * @param range a condition on {@code p0.trace_no}
     */
    Expr numbers(Dialect dialect, Expr range) {
      boolean eachOnce = sets.stream().allMatch(set -> set.size() == 1);
      return Expr.format(
          "SELECT " + (eachOnce ? "" : "DISTINCT ") + "p0.trace_no FROM {} AND {}",
          new Postings(dialect).joined(sets, null),
          range);
    }
  }

  /** Some traces, in the order of their numbers. */
  record Listed(List<Long> traceNos, Plan.@Nullable Part proven) implements Candidates {}

  /** The traces of chunks that have words. */
  record OfWords(String wordQuery, Plan.@Nullable Part proven) implements Candidates {}
}

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

  /** Traces that a SELECT finds in any stretch of numbers. */
  sealed interface Numbered extends Candidates {
    /** About how many. */
    long traces();

    /**
     * A SELECT of the numbers in a stretch, each once.
     *
     * @param first the first number
     * @param behind the number behind the last
     */
    Expr numbers(Dialect dialect, long first, long behind);

    /** A SELECT of all numbers, each once. */
    default Expr numbers(Dialect dialect) {
      return numbers(dialect, Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  /**
   * The traces of terms: of one of each set, and on one span if the trace is small.
   *
   * @param sets the rarest first
   * @param traces at most how many
   */
  record OfTerms(List<List<Long>> sets, long traces, Plan.@Nullable Part proven)
      implements Numbered {
    @Override
    public Expr numbers(Dialect dialect, long first, long behind) {
      return new Postings(dialect)
          .distinctTraces(sets, Expr.of("p0.trace_no >= ? AND p0.trace_no < ?", first, behind));
    }
  }

  /** The traces of which a key has certain numbers. */
  record OfRanges(Source.Ranges source, long traces, Plan.@Nullable Part proven)
      implements Numbered {
    @Override
    public Expr numbers(Dialect dialect, long first, long behind) {
      return source.select(first, behind);
    }
  }

  /** Some traces, in the order of their numbers. */
  record Listed(List<Long> traceNos, Plan.@Nullable Part proven) implements Candidates {}

  /** The traces of chunks that have words. */
  record OfWords(String wordQuery, Plan.@Nullable Part proven) implements Candidates {}
}

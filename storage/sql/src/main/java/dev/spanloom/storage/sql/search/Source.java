package dev.spanloom.storage.sql.search;

import dev.spanloom.storage.sql.Blocks;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the traces of which a condition may be true can be taken from, without looking at others.
 */
sealed interface Source {
  /** True when whatever comes from here satisfies the upper bound of the condition. */
  boolean isWhole();

  /** At most how many traces come; -1 when that has to be found out. */
  long traces();

  /** The same, of a condition that asks for more than this. */
  Source partial();

  /** The traces of terms. */
  record Terms(List<Long> termIds, long traces, boolean isWhole) implements Source {
    static Terms of(List<Dictionary.Entry> entries) {
      return new Terms(
          entries.stream().map(Dictionary.Entry::termId).toList(),
          entries.stream().mapToLong(Dictionary.Entry::traces).sum(),
          true);
    }

    @Override
    public Source partial() {
      return new Terms(termIds, traces, false);
    }
  }

  /**
   * The traces that have terms of several sets, on one span if they are small.
   *
   * @param sets the rarest first
   */
  record Joined(List<Terms> sets) implements Source {
    @Override
    public boolean isWhole() {
      return false;
    }

    @Override
    public long traces() {
      return sets.get(0).traces();
    }

    @Override
    public Source partial() {
      return this;
    }
  }

  /**
   * The traces of which a key has certain numbers.
   *
   * @param keyId of the key
   * @param condition on the numbers of a trace {@code r}
   * @param ofBlocks the same on those of a block of traces {@code b}
   */
  record Ranges(long keyId, Expr condition, Expr ofBlocks, boolean isWhole) implements Source {
    @Override
    public long traces() {
      return -1;
    }

    @Override
    public Source partial() {
      return new Ranges(keyId, condition, ofBlocks, false);
    }

    /** A SELECT of their numbers from one on and before another, each once. */
    Expr select(long first, long behind) {
      return Expr.format(
          "SELECT r.trace_no FROM range_blocks b CROSS JOIN ranges r WHERE b.key_id = {}"
              + " AND b.block >= {} AND b.block <= {} AND {} AND r.key_id = b.key_id"
              + " AND r.trace_no >= b.block * "
              + Blocks.RANGES
              + " AND r.trace_no < b.block * "
              + Blocks.RANGES
              + " + "
              + Blocks.RANGES
              + " AND r.trace_no >= {} AND r.trace_no < {} AND ({})",
          Expr.of("?", keyId),
          Expr.of("?", Math.floorDiv(first, Blocks.RANGES)),
          Expr.of("?", Math.floorDiv(behind - 1, Blocks.RANGES)),
          ofBlocks,
          Expr.of("?", first),
          Expr.of("?", behind),
          condition);
    }

    /** A SELECT of how many of the traces from a number on have such numbers. */
    Expr count(long first) {
      return Expr.format(
          "SELECT COUNT(*) FROM ranges r WHERE r.key_id = {} AND r.trace_no >= {} AND ({})",
          Expr.of("?", keyId),
          Expr.of("?", first),
          condition);
    }
  }

  /** The numbers of traces that a SELECT gives, some perhaps more than once. */
  record Rows(Expr select, boolean isWhole) implements Source {
    static Rows of(Expr select) {
      return new Rows(select, true);
    }

    @Override
    public long traces() {
      return -1;
    }

    @Override
    public Source partial() {
      return new Rows(select, false);
    }
  }

  /** The traces of chunks that have certain words, or whose words are not known yet. */
  record Words(String wordQuery, boolean isWhole) implements Source {
    @Override
    public long traces() {
      return -1;
    }

    @Override
    public Source partial() {
      return new Words(wordQuery, false);
    }
  }

  /** What comes from any of several. */
  record AnyOf(List<Source> parts) implements Source {
    @Override
    public boolean isWhole() {
      return parts.stream().allMatch(Source::isWhole);
    }

    @Override
    public long traces() {
      long sum = 0;
      for (Source part : parts) {
        if (part.traces() < 0) {
          return -1;
        }
        sum += part.traces();
      }
      return sum;
    }

    @Override
    public Source partial() {
      return new AnyOf(parts.stream().map(Source::partial).toList());
    }
  }

  /** How many traces satisfy a condition with these sources, as far as one can guess. */
  static long rarity(List<Source> alternatives) {
    return alternatives.stream()
        .mapToLong(source -> source.traces() < 0 ? Long.MAX_VALUE - 1 : source.traces())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** The best guess among several of which each is enough. */
  static List<Source> best(List<Source> alternatives) {
    Source best = null;
    for (Source source : alternatives) {
      if (best == null
          || (source.traces() >= 0 && (best.traces() < 0 || source.traces() < best.traces()))) {
        best = source;
      }
    }
    return best == null ? List.of() : List.of(best);
  }

  /** Where an OR can take its traces from; nowhere when one of its parts can not. */
  static List<Source> anyOf(List<List<Source>> parts) {
    List<Source> union = new ArrayList<>();
    List<Long> terms = new ArrayList<>();
    long traces = 0;
    boolean whole = true;
    for (List<Source> part : parts) {
      List<Source> best = best(part);
      if (best.isEmpty()) {
        return List.of();
      }
      Source source =
          best.get(0) instanceof Joined joined ? joined.sets().get(0).partial() : best.get(0);
      if (source instanceof Terms some) {
        terms.addAll(some.termIds());
        traces += some.traces();
        whole &= some.isWhole();
      } else {
        union.add(source);
      }
    }
    if (!terms.isEmpty() || union.isEmpty()) {
      union.add(new Terms(terms, traces, whole));
    }
    return List.of(union.size() == 1 ? union.get(0) : new AnyOf(union));
  }

  static List<Source> partial(List<Source> sources) {
    return sources.stream().map(Source::partial).toList();
  }
}

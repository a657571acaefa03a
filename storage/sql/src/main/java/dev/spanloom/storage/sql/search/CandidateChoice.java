package dev.spanloom.storage.sql.search;

import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Chooses where a search takes its candidates from: from the rarest condition, as a rule. */
final class CandidateChoice {
  /** So few traces are looked at one by one, whatever else could be found out. */
  private static final int FEW = 500;

  /** So many traces of a condition are listed to find out how many there are. */
  private static final int MOST_LISTED = 2_000;

  /** So many traces of an experiment and a time are counted. */
  private static final int MOST_COUNTED = 5_000;

  /** So many of the newest traces let guess how many of all have certain numbers. */
  private static final long SAMPLE = 4_096;

  /** What more than one of so many traces satisfy is better met on the way along time. */
  private static final int LARGE_SHARE = 2;

  private final Sql sql;
  private final Dialect dialect;
  private final Plan plan;

  CandidateChoice(Sql sql, Dialect dialect, Plan plan) {
    this.sql = sql;
    this.dialect = dialect;
    this.plan = plan;
  }

  /** A source and the part of the plan that it is of. */
  private record Choice(Source source, Plan.Part part) {
    Plan.@Nullable Part proven() {
      return source.isWhole() ? part : null;
    }
  }

  Candidates choose() throws SQLException {
    Choice terms = null;
    boolean any = false;
    for (Plan.Part part : plan.parts()) {
      for (Source source : part.node().sources()) {
        any = true;
        if (source.traces() >= 0 && (terms == null || source.traces() < terms.source.traces())) {
          terms = new Choice(source, part);
        }
      }
    }
    if (terms != null && isFew(terms)) {
      return ofTerms(terms);
    }
    if (!any) {
      return new Candidates.Everything();
    }
    return hasAtLeast(FEW + 1L) ? choose(terms) : new Candidates.Everything();
  }

  private static boolean isFew(@Nullable Choice terms) {
    return terms != null && terms.source.traces() <= FEW;
  }

  private static Candidates.Numbered ofTerms(Choice choice) {
    List<List<Long>> sets =
        choice.source instanceof Source.Joined joined
            ? joined.sets().stream().map(Source.Terms::termIds).toList()
            : List.of(((Source.Terms) choice.source).termIds());
    return new Candidates.OfTerms(sets, choice.source.traces(), choice.proven());
  }

  private Candidates choose(@Nullable Choice terms) throws SQLException {
    long best = terms == null ? MOST_LISTED : Math.min(MOST_LISTED, terms.source.traces());
    Candidates.Numbered numbered = terms == null ? null : ofTerms(terms);
    Candidates listed = null;
    Choice words = null;
    for (Plan.Part part : plan.parts()) {
      for (Source source : part.node().sources()) {
        if (source.traces() >= 0 || best <= FEW) {
          continue;
        }
        Choice choice = new Choice(source, part);
        if (source instanceof Source.Ranges ranges) {
          long traces = estimate(ranges);
          if (traces > best) {
            if (numbered == null || traces < numbered.traces()) {
              numbered = new Candidates.OfRanges(ranges, traces, choice.proven());
            }
            continue;
          }
        }
        Optional<Collection<Long>> some = list(source, best);
        if (some.isPresent()) {
          best = some.get().size();
          listed = new Candidates.Listed(List.copyOf(some.get()), choice.proven());
        } else if (source instanceof Source.Words && words == null) {
          words = choice;
        }
      }
    }
    if (listed != null) {
      return listed;
    }
    if (numbered != null && isSmallShare(numbered)) {
      return numbered;
    }
    return words != null && words.source instanceof Source.Words query && hasAtLeast(MOST_COUNTED)
        ? new Candidates.OfWords(query.wordQuery(), words.proven())
        : new Candidates.Everything();
  }

  /** Whether terms have clearly fewer traces than a walk along time would come by. */
  private boolean isSmallShare(Candidates.Numbered numbered) throws SQLException {
    long traces = numbered.traces();
    if (traces <= MOST_COUNTED) {
      return hasAtLeast(traces);
    }
    long all = lastTrace();
    // the newest traces of the scope tell how many of all are in it
    Scope newest = newest(FEW + 1L);
    double share = newest.traces / (double) (newest.lastNo - newest.firstNo + 1);
    boolean isJoined = numbered instanceof Candidates.OfTerms terms && terms.sets().size() > 1;
    long cost = isJoined ? traces : traces * LARGE_SHARE;
    return cost <= Math.max(MOST_COUNTED, all * share);
  }

  private long lastTrace() throws SQLException {
    return sql.one("SELECT MAX(trace_no) FROM traces", row -> row.getLong(1)).orElse(0L);
  }

  /** About how many traces have certain numbers, as the newest let guess. */
  private long estimate(Source.Ranges ranges) throws SQLException {
    long last = lastTrace();
    long first = Math.max(0, last - SAMPLE + 1);
    Expr count = ranges.count(first);
    long found =
        sql.one(count.sql(), row -> row.getLong(1), count.parameters().toArray()).orElse(0L);
    return found * (last + 1) / Math.min(SAMPLE, last + 1);
  }

  /** Some traces of the experiments and the time. */
  private record Scope(long traces, long firstNo, long lastNo) {}

  /** The newest of the experiments and the time, at most as many as asked. */
  private Scope newest(long most) throws SQLException {
    Expr count =
        Expr.format(
            "SELECT COUNT(*), MIN(trace_no), MAX(trace_no) FROM (SELECT t.trace_no {} LIMIT {}) x",
            inScope(),
            Expr.of("?", most));
    return sql.one(
            count.sql(),
            row -> new Scope(row.getLong(1), row.getLong(2), row.getLong(3)),
            count.parameters().toArray())
        .orElseThrow();
  }

  /** Whether there are so many traces of the experiments and the time; they are not counted. */
  private boolean hasAtLeast(long traces) throws SQLException {
    if (traces <= 0) {
      return true;
    }
    Expr last = Expr.format("SELECT 1 {} LIMIT 1 OFFSET {}", inScope(), Expr.of("?", traces - 1));
    return sql.one(last.sql(), row -> true, last.parameters().toArray()).isPresent();
  }

  /** The traces of the experiments and the time, the newest first where that is no more work. */
  private Expr inScope() {
    return Expr.format(
        "FROM traces t WHERE {} AND t.request_time_ms >= {} AND t.request_time_ms <= {} {}",
        plan.experimentIndex(),
        Expr.of("?", plan.range().first()),
        Expr.of("?", plan.range().last()),
        plan.experiments().size() == 1 ? Expr.of("ORDER BY t.request_time_ms DESC") : Expr.of(""));
  }

  /** The traces of a source in order; empty when there are more than a number of rows. */
  private Optional<Collection<Long>> list(Source source, long most) throws SQLException {
    TreeSet<Long> traceNos = new TreeSet<>();
    return list(source, most, traceNos) ? Optional.of(traceNos) : Optional.empty();
  }

  private boolean list(Source source, long most, Set<Long> into) throws SQLException {
    if (source instanceof Source.AnyOf anyOf) {
      for (Source part : anyOf.parts()) {
        if (!list(part, most, into)) {
          return false;
        }
      }
      return true;
    }
    if (source instanceof Source.Words words) {
      return new WordChunks(sql, dialect).list(words.wordQuery(), most, into);
    }
    Expr select =
        source instanceof Source.Terms terms
            ? new Postings(dialect).traces(List.of(terms.termIds()), Expr.TRUE)
            : source instanceof Source.Ranges ranges
                ? ranges.select(Long.MIN_VALUE, Long.MAX_VALUE)
                : ((Source.Rows) source).select();
    Expr limited = Expr.format("{} LIMIT {}", select, Expr.of("?", most + 1));
    List<Long> found =
        sql.list(limited.sql(), row -> row.getLong(1), limited.parameters().toArray());
    into.addAll(found);
    return found.size() <= most && into.size() <= most;
  }
}

package dev.spanloom.storage.sql.search;

import dev.spanloom.query.Operator;
import dev.spanloom.storage.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Conditions on what the index says of a trace {@code t}. */
final class Postings {
  /** Of more terms than these it is cheaper to look at the trace. */
  static final int MOST_TERMS = 300;

  /** So few have a parameter each. */
  private static final int FEW_TERMS = 4;

  /** The bits of spans that have one of their own. */
  private static final long OWN_BITS = (1L << dev.spanloom.storage.sql.SpanBits.OWN_BITS) - 1;

  private final Dialect dialect;

  Postings(Dialect dialect) {
    this.dialect = dialect;
  }

  /** That the trace has one of the terms. */
  Expr has(List<Dictionary.Entry> entries) {
    return exists(
        table ->
            Expr.format(
                "EXISTS (SELECT 1 FROM " + table + " p WHERE {} AND p.trace_no = t.trace_no)",
                in(entries)));
  }

  /** The spans that have one of the terms of one key, as bits; of small traces only. */
  Expr bits(List<Dictionary.Entry> entries) {
    // a span has one value of a key, so that the bits of its values never overlap
    String spans =
        entries.size() == 1 ? "p.spans" : "CAST(SUM(p.spans & " + OWN_BITS + ") AS BIGINT)";
    Expr bits =
        each(
            table ->
                Expr.format(
                    "(SELECT "
                        + spans
                        + " FROM "
                        + table
                        + " p WHERE {} AND p.trace_no = t.trace_no)",
                    in(entries)),
            "{}, {}");
    return Expr.format("COALESCE({}, 0)", bits);
  }

  /**
   * That one span of the trace may have one of the terms of each set. Of a small trace this is so;
   * a large one may have them on different spans.
   *
   * @param sets in the order in which they are asked
   */
  Expr onOneSpan(List<List<Dictionary.Entry>> sets) {
    if (sets.size() == 1) {
      return has(sets.get(0));
    }
    List<List<Long>> ids =
        sets.stream().map(set -> set.stream().map(Dictionary.Entry::termId).toList()).toList();
    return exists(
        table ->
            Expr.format("EXISTS (SELECT 1 FROM {})", joined(table, ids, Expr.of("t.trace_no"))));
  }

  /**
   * A SELECT of the numbers of traces that have terms of all sets, on one span if they are small.
   *
   * @param stretch a condition on {@code p0.trace_no}
   */
  Expr traces(List<List<Long>> sets, Expr stretch) {
    return each(
        table ->
            Expr.format("SELECT p0.trace_no FROM {} AND {}", joined(table, sets, null), stretch),
        "{} UNION ALL {}");
  }

  /** The same, each trace once. */
  Expr distinctTraces(List<List<Long>> sets, Expr stretch) {
    boolean eachOnce = sets.stream().allMatch(set -> set.size() == 1);
    return eachOnce
        ? traces(sets, stretch)
        : each(
            table ->
                Expr.format(
                    "SELECT DISTINCT p0.trace_no FROM {} AND {}",
                    joined(table, sets, null),
                    stretch),
            "{} UNION ALL {}"); // a trace is in one of the tables only
  }

  /** That it is so by one of the tables. */
  private Expr exists(Function<String, Expr> inTable) {
    Expr any = each(inTable, "{} OR {}");
    return dialect.postings().size() == 1 ? any : Expr.format("({})", any);
  }

  private Expr each(Function<String, Expr> ofTable, String joint) {
    return Expr.joined(
        dialect.postings().stream().map(table -> ofTable.apply(table.name())).toList(), joint);
  }

  /**
   * A join of the postings {@code p0}, {@code p1}, … of sets of terms, of a trace and with a common
   * span, as it stands behind FROM; rows go as soon as no span is left.
   *
   * @param table that has the postings
   * @param traceNo which trace; null for all
   */
  private Expr joined(String table, List<List<Long>> sets, @Nullable Expr traceNo) {
    StringBuilder tables = new StringBuilder(table).append(" p0");
    StringBuilder bits = new StringBuilder("p0.spans");
    List<Expr> conditions = new ArrayList<>();
    conditions.add(in("p0", sets.get(0)));
    if (traceNo != null) {
      conditions.add(Expr.format("p0.trace_no = {}", traceNo));
    }
    for (int i = 1; i < sets.size(); i++) {
      String alias = "p" + i;
      tables.append(" CROSS JOIN ").append(table).append(' ').append(alias);
      bits.append(" & ").append(alias).append(".spans");
      conditions.add(in(alias, sets.get(i)));
      conditions.add(
          Expr.format(
              alias + ".trace_no = {}", traceNo == null ? Expr.of("p0.trace_no") : traceNo));
      conditions.add(Expr.of("(" + bits + ") <> 0"));
    }
    return Expr.format(tables + " WHERE {}", Expr.joined(conditions, "{} AND {}"));
  }

  private Expr in(List<Dictionary.Entry> entries) {
    return in("p", entries.stream().map(Dictionary.Entry::termId).toList());
  }

  private Expr in(String alias, List<Long> termIds) {
    String column = alias + ".term_id";
    if (termIds.isEmpty()) {
      return Expr.FALSE;
    }
    if (termIds.size() == 1) {
      return Expr.of(column + " = ?", termIds.get(0));
    }
    return termIds.size() <= FEW_TERMS
        ? new Expr(column + " IN (?" + ", ?".repeat(termIds.size() - 1) + ")", List.copyOf(termIds))
        : Expr.of(dialect.inNumbers(column), dialect.numbers(termIds));
  }

  /** That the numbers of a key in the trace satisfy a condition over {@code r}. */
  static Expr range(Dictionary.Key key, Expr condition) {
    return Expr.format(
        "EXISTS (SELECT 1 FROM ranges r WHERE r.key_id = {} AND r.trace_no = t.trace_no AND ({}))",
        Expr.of("?", key.id()),
        condition);
  }

  /**
   * The traces whose numbers of a key satisfy a condition over {@code r}, found by the blocks that
   * have a number which does.
   *
   * @param operator how the numbers that satisfy it stand to a limit: not {@code !=}
   */
  static Source rangeSource(Dictionary.Key key, Expr condition, Operator operator, double limit) {
    Expr ofBlocks =
        switch (operator) {
          case GREATER, GREATER_OR_EQUAL -> Expr.of("b.high " + operator.symbol() + " ?", limit);
          case LESS, LESS_OR_EQUAL -> Expr.of("b.low " + operator.symbol() + " ?", limit);
          default -> Expr.of("b.low <= ? AND b.high >= ?", limit, limit);
        };
    return new Source.Ranges(key.id(), condition, ofBlocks, true);
  }
}

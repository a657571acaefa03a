package dev.spanloom.storage.sql.search;

import java.util.ArrayList;
import java.util.List;

/**
 * What SQL can say of a condition on one span.
 *
 * @param bits of a small trace {@code t}: the spans that satisfy it, each a bit
 * @param rowOfSmall over a row {@code s} of {@code spans} of a small trace
 * @param rowOfLarge over a row of a large trace
 * @param needed what holds of every trace that has such a span
 * @param sources where such traces can be taken from, each being enough
 * @param terms of which a span has one exactly when it satisfies the condition; empty when there
 *     are no such terms
 */
record SpanSides(
    Sides bits,
    Sides rowOfSmall,
    Sides rowOfLarge,
    Expr needed,
    List<Source> sources,
    List<Dictionary.Entry> terms) {
  SpanSides(Sides bits, Sides rowOfSmall, Sides rowOfLarge, Expr needed, List<Source> sources) {
    this(bits, rowOfSmall, rowOfLarge, needed, sources, List.of());
  }

  static final Expr HAS_SPANS = Expr.of("t.span_count > 0");
  static final Expr NO_BITS = Expr.of("0");

  private static final Sides TRUE = Sides.exact(Expr.TRUE);
  private static final Sides FALSE = Sides.exact(Expr.FALSE);

  /**
   * Something that holds wherever a condition does, and something that holds only there.
   *
   * @param isExact whether the two are the same
   */
  record Sides(Expr upper, Expr lower, boolean isExact) {
    static Sides exact(Expr both) {
      return new Sides(both, both, true);
    }

    static Sides between(Expr upper, Expr lower) {
      return new Sides(upper, lower, upper.equals(lower));
    }
  }

  /** True of all spans. */
  static SpanSides all(Expr allBits) {
    return new SpanSides(Sides.exact(allBits), TRUE, TRUE, HAS_SPANS, List.of());
  }

  /** True of no span. */
  static SpanSides none() {
    return new SpanSides(Sides.exact(NO_BITS), FALSE, FALSE, Expr.FALSE, Node.FALSE.sources());
  }

  /** Of which neither bits nor rows say anything. */
  static SpanSides unknown(Expr allBits, Expr needed, List<Source> sources) {
    Sides nothing = Sides.between(Expr.TRUE, Expr.FALSE);
    return new SpanSides(Sides.between(allBits, NO_BITS), nothing, nothing, needed, sources);
  }

  SpanSides not(Expr allBits) {
    return new SpanSides(
        new Sides(
            without(allBits, bits.lower, allBits),
            without(allBits, bits.upper, allBits),
            bits.isExact),
        not(rowOfSmall),
        not(rowOfLarge),
        HAS_SPANS,
        List.of());
  }

  private static Sides not(Sides rows) {
    return new Sides(rows.lower.not(), rows.upper.not(), rows.isExact);
  }

  static SpanSides allOf(List<SpanSides> parts, Expr allBits) {
    List<Source> sources = new ArrayList<>();
    parts.forEach(part -> sources.addAll(Source.partial(part.sources)));
    return new SpanSides(
        combined(parts.stream().map(SpanSides::bits).toList(), list -> and(list, allBits)),
        combined(parts.stream().map(SpanSides::rowOfSmall).toList(), Expr::allOf),
        combined(parts.stream().map(SpanSides::rowOfLarge).toList(), Expr::allOf),
        Expr.allOf(parts.stream().map(SpanSides::needed).toList()),
        sources);
  }

  static SpanSides anyOf(List<SpanSides> parts, Expr allBits) {
    return new SpanSides(
        combined(parts.stream().map(SpanSides::bits).toList(), list -> or(list, allBits)),
        combined(parts.stream().map(SpanSides::rowOfSmall).toList(), Expr::anyOf),
        combined(parts.stream().map(SpanSides::rowOfLarge).toList(), Expr::anyOf),
        Expr.anyOf(parts.stream().map(SpanSides::needed).toList()),
        Source.partial(Source.anyOf(parts.stream().map(SpanSides::sources).toList())));
  }

  /** How several pieces become one. */
  private interface Combination {
    Expr of(List<Expr> parts);
  }

  private static Sides combined(List<Sides> parts, Combination combination) {
    return new Sides(
        combination.of(parts.stream().map(Sides::upper).toList()),
        combination.of(parts.stream().map(Sides::lower).toList()),
        parts.stream().allMatch(Sides::isExact));
  }

  private static Expr and(List<Expr> parts, Expr allBits) {
    if (parts.contains(NO_BITS)) {
      return NO_BITS;
    }
    List<Expr> some = parts.stream().filter(part -> !part.equals(allBits)).distinct().toList();
    return some.isEmpty() ? allBits : Expr.joined(some, "({} & {})");
  }

  private static Expr or(List<Expr> parts, Expr allBits) {
    if (parts.contains(allBits)) {
      return allBits;
    }
    List<Expr> some = parts.stream().filter(part -> !part.equals(NO_BITS)).distinct().toList();
    return some.isEmpty() ? NO_BITS : Expr.joined(some, "({} | {})");
  }

  /** The bits of a set that are not in another. */
  static Expr without(Expr set, Expr other, Expr allBits) {
    if (other.equals(NO_BITS)) {
      return set;
    }
    return other.equals(allBits) || set.equals(NO_BITS)
        ? NO_BITS
        : Expr.format("({} & ~{})", set, other);
  }

  /** The condition that a trace has a span that satisfies all of some, each being terms alone. */
  static Bounds ofTerms(List<SpanSides> parts, Postings postings) {
    Expr upper = postings.onOneSpan(parts.stream().map(SpanSides::terms).toList());
    Sides rows = combined(parts.stream().map(SpanSides::rowOfLarge).toList(), Expr::allOf);
    Expr onRows = Exactness.IF_SMALL.guard().or(exists(rows.upper));
    return rows.isExact
        ? Bounds.exact(upper.and(onRows))
        : Bounds.of(upper.and(onRows), Exactness.IF_SMALL);
  }

  /** The condition that a trace has such a span. */
  Bounds bounds() {
    Expr small = Exactness.IF_SMALL.guard();
    boolean smallExact = bits.isExact || rowOfSmall.isExact;
    Expr ofSmall = bits.isExact ? any(bits.upper) : any(bits.upper).and(exists(rowOfSmall.upper));
    Expr ofLarge = exists(rowOfLarge.upper);
    Expr upper =
        needed.and(
            ofLarge.equals(ofSmall)
                ? ofSmall
                : Expr.format(
                    "CASE WHEN {} THEN {} ELSE {} END", small, boxed(ofSmall), boxed(ofLarge)));
    if (smallExact) {
      return rowOfLarge.isExact ? Bounds.exact(upper) : Bounds.of(upper, Exactness.IF_SMALL);
    }
    return Bounds.between(upper, small.and(any(bits.lower)));
  }

  private static Expr boxed(Expr condition) {
    return Expr.format("({})", condition);
  }

  private static Expr any(Expr bits) {
    return bits.equals(NO_BITS) ? Expr.FALSE : Expr.format("{} <> 0", bits);
  }

  private static Expr exists(Expr row) {
    if (row.isFalse()) {
      return Expr.FALSE;
    }
    return row.isTrue()
        ? HAS_SPANS
        : Expr.format("EXISTS (SELECT 1 FROM spans s WHERE s.trace_no = t.trace_no AND ({}))", row);
  }
}

package dev.spanloom.storage.sql.search;

import java.util.List;

/**
 * What SQL can say of a filter, over the alias {@code t} of {@code traces}: the filter is true only
 * where {@code upper} holds, and surely true where {@code lower} does.
 *
 * @param exactness of which traces the two are the same
 */
record Bounds(Expr upper, Expr lower, Exactness exactness) {
  static final Bounds TRUE = exact(Expr.TRUE);
  static final Bounds FALSE = exact(Expr.FALSE);

  static Bounds exact(Expr condition) {
    return new Bounds(condition, condition, Exactness.ALWAYS);
  }

  /** A condition that is never false where the filter is true, and exact of some traces. */
  static Bounds of(Expr upper, Exactness exactness) {
    return upper.isFalse() ? FALSE : new Bounds(upper, exactness.guard().and(upper), exactness);
  }

  static Bounds between(Expr upper, Expr lower) {
    return upper.isFalse() || upper.equals(lower)
        ? exact(upper)
        : new Bounds(upper, lower, Exactness.NEVER);
  }

  boolean isExact() {
    return exactness == Exactness.ALWAYS;
  }

  /** Where the filter is surely true of a trace that satisfies {@code upper}. */
  Expr sure() {
    return exactness == Exactness.NEVER ? lower : exactness.guard();
  }

  Bounds not() {
    return new Bounds(lower.not(), upper.not(), exactness);
  }

  static Bounds allOf(List<Bounds> parts) {
    Expr upper = Expr.allOf(parts.stream().map(Bounds::upper).toList());
    return upper.isFalse()
        ? FALSE
        : new Bounds(
            upper, Expr.allOf(parts.stream().map(Bounds::lower).toList()), exactness(parts));
  }

  static Bounds anyOf(List<Bounds> parts) {
    Expr lower = Expr.anyOf(parts.stream().map(Bounds::lower).toList());
    return lower.isTrue()
        ? TRUE
        : new Bounds(
            Expr.anyOf(parts.stream().map(Bounds::upper).toList()), lower, exactness(parts));
  }

  private static Exactness exactness(List<Bounds> parts) {
    return parts.stream().map(Bounds::exactness).reduce(Exactness.ALWAYS, Exactness::and);
  }
}

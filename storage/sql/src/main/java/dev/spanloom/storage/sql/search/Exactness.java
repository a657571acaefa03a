package dev.spanloom.storage.sql.search;

/**
 * Of which traces a condition in SQL says exactly what the filter says. In order, each of fewer.
 */
enum Exactness {
  /** Of all. */
  ALWAYS(Expr.TRUE),
  /** Of those whose index entries are all true of them. */
  UNLESS_BLURRED(Expr.of("t.blurred = 0")),
  /** Of those, too, whose spans have a bit each. */
  IF_SMALL(Expr.of("t.span_count <= 62 AND t.blurred = 0")),
  /** Of none that one could tell by a column. */
  NEVER(Expr.FALSE);

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes the parameters of these
  private final Expr guard;

  Exactness(Expr guard) {
    this.guard = guard;
  }

  /** The condition that a trace is one of those. */
  Expr guard() {
    return guard;
  }

  Exactness and(Exactness other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

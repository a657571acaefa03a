package dev.spanloom.storage.sql.search;

import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;

/** Counts the traces that SQL decides on. */
final class CandidateCount {
  private final Sql sql;
  private final Dialect dialect;
  private final Plan plan;

  CandidateCount(Sql sql, Dialect dialect, Plan plan) {
    this.sql = sql;
    this.dialect = dialect;
    this.plan = plan;
  }

  /** How many traces are found for sure. */
  long count() throws SQLException {
    Candidates candidates = new CandidateChoice(sql, dialect, plan).choose();
    CandidateRows.From from = CandidateRows.From.TRACES;
    Expr scope = plan.scope(plan.range());
    if (candidates instanceof Candidates.Numbered numbered) {
      from = CandidateRows.From.numbered(numbered.numbers(dialect), numbered.proven());
    } else if (candidates instanceof Candidates.Listed listed) {
      from = new CandidateRows.From(Expr.of("traces t"), listed.proven(), false);
      scope =
          Expr.of(dialect.inNumbers("t.trace_no"), dialect.numbers(listed.traceNos())).and(scope);
    } else {
      scope = plan.indexedScope();
    }
    Expr select =
        new CandidateRows(sql, plan)
            .select(Expr.of("COUNT(*)"), from, scope.and(plan.sure()), Expr.of(""));
    return sql.one(select.sql(), row -> row.getLong(1), select.parameters().toArray()).orElse(0L);
  }
}

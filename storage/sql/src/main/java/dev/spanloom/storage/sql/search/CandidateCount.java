package dev.spanloom.storage.sql.search;

import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.List;

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

  /** A SELECT of the number. */
  Expr select() throws SQLException {
    Candidates candidates = new CandidateChoice(sql, dialect, plan).choose();
    Expr sure = plan.sure();
    Expr conditions = plan.conditions(candidates.proven()).and(sure);
    Expr scope = plan.scope(plan.range());
    if (candidates instanceof Candidates.OfTerms terms) {
      return Expr.format(
          "SELECT COUNT(*) FROM (SELECT DISTINCT p.trace_no FROM postings p WHERE {}) d"
              + " CROSS JOIN traces t WHERE {}",
          Expr.of(dialect.inNumbers("p.term_id"), dialect.numbers(terms.termIds())),
          Expr.allOf(List.of(Expr.of("t.trace_no = d.trace_no"), scope, conditions)));
    }
    Expr where =
        candidates instanceof Candidates.Listed listed
            ? Expr.of(dialect.inNumbers("t.trace_no"), dialect.numbers(listed.traceNos()))
                .and(scope)
            : plan.indexedScope();
    return Expr.format("SELECT COUNT(*) FROM traces t WHERE {}", where.and(conditions));
  }
}

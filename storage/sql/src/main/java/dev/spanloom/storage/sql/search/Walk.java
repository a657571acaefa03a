package dev.spanloom.storage.sql.search;

import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Visits the candidates of a plan in an order by time. */
final class Walk {
  private final Sql sql;
  private final Dialect dialect;
  private final Plan plan;
  private final TimeOrder order;

  Walk(Sql sql, Dialect dialect, Plan plan, TimeOrder order) {
    this.sql = sql;
    this.dialect = dialect;
    this.plan = plan;
    this.order = order;
  }

  /**
   * Visits until there are no more or the visitor has enough.
   *
   * @param cursor only what is behind this; null for all
   * @param wanted how many the visitor will take, most likely
   */
  void run(
      CandidateRows rows, TimeOrder.@Nullable Cursor cursor, int wanted, Candidate.Visitor visitor)
      throws SQLException {
    if (plan.isEmpty()) {
      return;
    }
    Candidates candidates = new CandidateChoice(sql, dialect, plan).choose();
    PostingWalk postings = new PostingWalk(rows, dialect, order, cursor, visitor);
    if (candidates instanceof Candidates.Numbered numbered) {
      postings.run(numbered, wanted);
    } else if (candidates instanceof Candidates.Listed listed) {
      postings.run(listed);
    } else if (candidates instanceof Candidates.OfWords words && order.newestFirst()) {
      postings.run(words);
    } else {
      new TimeWalk(rows, order).run(cursor, wanted, visitor);
    }
  }
}

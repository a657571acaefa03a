package dev.spanloom.storage.sql.search;

import dev.spanloom.query.FieldValue;
import dev.spanloom.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads candidates of a plan, and leaves out those that fail a test of a column. */
final class CandidateRows {
  private static final int FIRST_TESTED = 6;

  private final Sql sql;
  private final Plan plan;
  private final List<Node.ColumnTest> tests;
  private final Expr columns;
  private boolean unsureOnly;

  CandidateRows(Sql sql, Plan plan) {
    this.sql = sql;
    this.plan = plan;
    this.tests = plan.columnTests();
    StringBuilder tested = new StringBuilder();
    tests.forEach(test -> tested.append(", ").append(test.column()));
    Expr sure = plan.sure();
    this.columns =
        Expr.format(
            "t.trace_no, t.request_time_ms, t.trace_id, t.archived, {}" + tested,
            sure.isTrue()
                ? Expr.of("1")
                : sure.isFalse()
                    ? Expr.of("0")
                    : Expr.format("CASE WHEN {} THEN 1 ELSE 0 END", sure));
  }

  /** Leaves out what is found for sure. */
  CandidateRows unsureOnly() {
    unsureOnly = true;
    return this;
  }

  Sql sql() {
    return sql;
  }

  Plan plan() {
    return plan;
  }

  /** What {@link #read} reads. */
  Expr columns() {
    return columns;
  }

  int columnCount() {
    return FIRST_TESTED - 1 + tests.size();
  }

  /** Takes rows one by one; false ends the reading. */
  interface Visitor {
    boolean visit(Candidate candidate, boolean passes) throws SQLException;
  }

  /**
   * The candidates of a SELECT.
   *
   * @param from the tables, with {@code traces t}
   * @param proven the part that all rows of the tables satisfy; null for none
   * @param tail order and limit
   */
  List<Candidate> list(Expr from, Expr where, Plan.@Nullable Part proven, Expr tail)
      throws SQLException {
    List<Candidate> list = new ArrayList<>();
    visit(
        from,
        where,
        proven,
        tail,
        (candidate, passes) -> {
          if (passes) {
            list.add(candidate);
          }
          return true;
        });
    return list;
  }

  /** Visits all rows, with those that fail a test. */
  void visit(Expr from, Expr where, Plan.@Nullable Part proven, Expr tail, Visitor visitor)
      throws SQLException {
    Expr select = select(columns, from, where, proven, tail);
    sql.visit(
        select.sql(), row -> visitor.visit(read(row), passes(row)), select.parameters().toArray());
  }

  /** The text of a SELECT. */
  Expr select(Expr what, Expr from, Expr where, Plan.@Nullable Part proven, Expr tail) {
    Expr all =
        Expr.allOf(
            List.of(where, plan.conditions(proven), unsureOnly ? plan.sure().not() : Expr.TRUE));
    return Expr.format("SELECT {} FROM {} WHERE {} {}", what, from, all, tail);
  }

  static Candidate read(ResultSet row) throws SQLException {
    return new Candidate(
        row.getLong(1), row.getLong(2), row.getString(3), row.getInt(5) != 0, row.getInt(4) != 0);
  }

  boolean passes(ResultSet row) throws SQLException {
    for (int i = 0; i < tests.size(); i++) {
      String text = row.getString(FIRST_TESTED + i);
      if (text == null || !tests.get(i).test().test(FieldValue.ofText(text))) {
        return false;
      }
    }
    return true;
  }
}

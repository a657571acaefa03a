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

  /**
   * Where rows come from.
   *
   * @param tables the tables, with {@code traces t}
   * @param proven the part of the plan that all rows satisfy; null for none
   * @param isNumbered whether a table {@code d} before {@code t} has the number of the trace
   */
  record From(Expr tables, Plan.@Nullable Part proven, boolean isNumbered) {
    /** All traces. */
    static final From TRACES = new From(Expr.of("traces t"), null, false);

    /** Traces of terms. */
    static From numbered(Expr numbers, Plan.@Nullable Part proven) {
      return new From(Expr.format("({}) d CROSS JOIN traces t", numbers), proven, true);
    }

    From with(Expr joins) {
      return new From(Expr.format("{} {}", tables, joins), proven, isNumbered);
    }
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
   * @param tail order and limit
   */
  List<Candidate> list(From from, Expr where, Expr tail) throws SQLException {
    List<Candidate> list = new ArrayList<>();
    visit(
        from,
        where,
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
  void visit(From from, Expr where, Expr tail, Visitor visitor) throws SQLException {
    Expr select = select(columns, from, where, tail);
    sql.visit(
        select.sql(), row -> visitor.visit(read(row), passes(row)), select.parameters().toArray());
  }

  /** The text of a SELECT. */
  Expr select(Expr what, From from, Expr where, Expr tail) {
    Expr conditions = plan.conditions(from.proven);
    List<Expr> all = new ArrayList<>();
    if (from.isNumbered) {
      all.add(Expr.of("t.trace_no = d.trace_no"));
      conditions = early(conditions);
    }
    all.add(where);
    all.add(conditions);
    if (unsureOnly) {
      all.add(plan.sure().not());
    }
    return Expr.format("SELECT {} FROM {} WHERE {} {}", what, from.tables, Expr.allOf(all), tail);
  }

  /** The condition asked of the number in {@code d}, so that it need not wait for the row of t. */
  private static Expr early(Expr condition) {
    return new Expr(
        condition.sql().replace("= t.trace_no", "= d.trace_no"), condition.parameters());
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

package dev.spanloom.storage.sql.search;

import dev.spanloom.query.OrderKey;
import dev.spanloom.query.OrderValues;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds pages in other orders than time: all that matches is sorted. Not thread-safe. */
final class SortedSearch {
  private final Sql sql;
  private final Dialect dialect;
  private final Plan plan;
  private final Verifier verifier;
  private final List<OrderKey> order;
  private final OrderColumns columns;
  private final CandidateRows rows;
  private final Set<Long> unsettled;

  SortedSearch(Sql sql, Dialect dialect, Plan plan, TraceQuery query) throws SQLException {
    this.sql = sql;
    this.dialect = dialect;
    this.plan = plan;
    this.verifier = new Verifier(plan);
    this.order = query.orderBy();
    this.columns = OrderColumns.of(sql, dialect, order);
    this.rows = new CandidateRows(sql, plan);
    this.unsettled =
        order.stream().anyMatch(key -> Unsettled.isSum(key.field()))
            ? new Unsettled(sql).traceNos()
            : Set.of();
  }

  /** A trace with the values that it is sorted by. */
  record Found(Candidate candidate, List<@Nullable Object> keys) {}

  /**
   * The first traces behind a place.
   *
   * @param last the values of the place; null for the start
   * @param most at most so many
   */
  List<Found> find(@Nullable List<@Nullable Object> last, int most) throws SQLException {
    if (plan.isEmpty()) {
      return List.of();
    }
    boolean sortedBySql =
        columns.isExact()
            && unsettled.isEmpty()
            && plan.columnTests().isEmpty()
            && plan.parts().stream()
                .allMatch(part -> part.node().bounds().exactness() != Exactness.NEVER);
    return sortedBySql ? sorted(last, most) : collected(last, most);
  }

  private List<Found> sorted(@Nullable List<@Nullable Object> last, int most) throws SQLException {
    Tables tables = tables();
    List<Found> page = new ArrayList<>();
    List<@Nullable Object> behind = last;
    int batch = most;
    while (page.size() < most) {
      List<Found> found = new ArrayList<>();
      Expr where = behind == null ? tables.where : tables.where.and(behind(behind));
      Expr tail = Expr.format("{} LIMIT {}", orderBy(), Expr.of("?", (long) batch));
      visit(tables, where, tail, (one, passes) -> found.add(one));
      for (Found one : found) {
        if (page.size() < most && verifier.accepts(sql, one.candidate)) {
          page.add(one);
        }
      }
      if (found.size() < batch) {
        break;
      }
      behind = found.get(found.size() - 1).keys;
    }
    return page;
  }

  /** Looks at all that may match and keeps the first; for what SQL can neither decide nor sort. */
  private List<Found> collected(@Nullable List<@Nullable Object> last, int most)
      throws SQLException {
    Comparator<List<@Nullable Object>> comparator = OrderValues.comparator(order);
    TreeSet<Found> first = new TreeSet<>(Comparator.comparing(Found::keys, comparator));
    Tables tables = tables();
    visit(
        tables,
        tables.where,
        Expr.of(""),
        (row, passes) -> {
          if (!passes) {
            return true;
          }
          boolean asItIs = columns.isExact() && !unsettled.contains(row.candidate.traceNo());
          Found one = asItIs ? row : exactly(row);
          boolean isWanted =
              (last == null || comparator.compare(one.keys, last) > 0)
                  && (first.size() < most || comparator.compare(one.keys, first.last().keys) < 0);
          if (isWanted && verifier.accepts(sql, one.candidate)) {
            first.add(one);
            if (first.size() > most) {
              first.pollLast();
            }
          }
          return true;
        });
    return List.copyOf(first);
  }

  /** With the values of the trace itself, where those of the columns are cut or late. */
  private Found exactly(Found row) throws SQLException {
    LoadedTrace trace = LoadedTrace.read(sql, row.candidate.traceNo(), false);
    List<@Nullable Object> keys = new ArrayList<>(row.keys);
    for (int i = 0; i < keys.size(); i++) {
      if (columns.isCut(i) || Unsettled.isSum(order.get(i).field())) {
        keys.set(i, OrderValues.of(order.get(i), trace.info(), trace.saidMetadata(), 0));
      }
    }
    return new Found(row.candidate, keys);
  }

  private record Tables(CandidateRows.From from, Expr where) {}

  private Tables tables() throws SQLException {
    Candidates candidates = new CandidateChoice(sql, dialect, plan).choose();
    Expr joins = columns.joins();
    Expr scope = plan.scope(plan.range());
    if (candidates instanceof Candidates.Numbered numbered) {
      Expr numbers = numbered.numbers(dialect);
      return new Tables(CandidateRows.From.numbered(numbers, numbered.proven()).with(joins), scope);
    }
    if (candidates instanceof Candidates.Listed listed) {
      Expr numbers = Expr.of(dialect.inNumbers("t.trace_no"), dialect.numbers(listed.traceNos()));
      return new Tables(
          new CandidateRows.From(Expr.of("traces t"), listed.proven(), false).with(joins),
          numbers.and(scope));
    }
    return new Tables(CandidateRows.From.TRACES.with(joins), plan.experimentIndex().and(scope));
  }

  /** Takes rows one by one; false ends the reading. */
  private interface Visitor {
    boolean visit(Found found, boolean passes) throws SQLException;
  }

  private void visit(Tables tables, Expr where, Expr tail, Visitor visitor) throws SQLException {
    Expr what =
        Expr.format("{}, {}", rows.columns(), Expr.of(String.join(", ", columns.columns())));
    Expr select = rows.select(what, tables.from, where, tail);
    int firstKey = rows.columnCount() + 1;
    sql.visit(
        select.sql(),
        row ->
            visitor.visit(
                new Found(CandidateRows.read(row), keys(row, firstKey)), rows.passes(row)),
        select.parameters().toArray());
  }

  private List<@Nullable Object> keys(ResultSet row, int first) throws SQLException {
    List<@Nullable Object> keys = new ArrayList<>(order.size());
    for (int i = 0; i < order.size(); i++) {
      Object value = row.getObject(first + i);
      keys.add(
          value instanceof Integer || value instanceof Short
              ? (Object) ((Number) value).longValue()
              : value);
    }
    return keys;
  }

  private Expr orderBy() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      keys.add(
          columns.columns().get(i)
              + (order.get(i).descending() ? " DESC" : "")
              + (columns.isNullable(i) ? " NULLS LAST" : ""));
    }
    return Expr.of("ORDER BY " + String.join(", ", keys));
  }

  /** True of what comes behind values in the order, those without a value being last. */
  private Expr behind(List<@Nullable Object> values) {
    List<Expr> ways = new ArrayList<>();
    List<Expr> same = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      String column = columns.columns().get(i);
      Object value = values.get(i);
      if (value == null) {
        same.add(Expr.of(column + " IS NULL"));
        continue;
      }
      List<Expr> way = new ArrayList<>(same);
      String sign = order.get(i).descending() ? " < ?" : " > ?";
      Expr further = Expr.of(column + sign, value);
      way.add(columns.isNullable(i) ? further.or(Expr.of(column + " IS NULL")) : further);
      ways.add(Expr.allOf(way));
      same.add(Expr.of(column + " = ?", value));
    }
    return Expr.anyOf(ways);
  }
}

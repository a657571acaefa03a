package dev.spanloom.storage.sql.search;

import dev.spanloom.query.TraceMatcher;
import dev.spanloom.storage.PageToken;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceSearch;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.internal.rows.TraceInfos;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds traces in the tables of {@code docs/spec/sql-layout.md}. The filter becomes a condition
 * that is never false where the filter is true; what SQL does not decide is decided by {@link
 * TraceMatcher} on the traces that it leaves. Thread-safe.
 */
public final class SqlSearch implements TraceSearch {
  private static final int ALL = Integer.MAX_VALUE;

  private final Engine engine;
  private final Dialect dialect;

  public SqlSearch(Engine engine) {
    this.engine = engine;
    this.dialect = engine.dialect();
  }

  @Override
  public TracePage search(TraceQuery query) {
    String token = query.pageToken();
    List<@Nullable Object> last = token == null ? null : PageToken.decode(token, query).keys();
    return engine.read(sql -> page(sql, query, last));
  }

  private TracePage page(Sql sql, TraceQuery query, @Nullable List<@Nullable Object> last)
      throws SQLException {
    Plan plan = Plan.of(sql, dialect, query);
    TimeOrder order = TimeOrder.of(query.orderBy());
    int most = query.maxResults() + 1;
    List<SortedSearch.Found> found =
        order == null
            ? new SortedSearch(sql, dialect, plan, query).find(last, most)
            : byTime(sql, plan, order, last, most);
    boolean more = found.size() == most;
    List<SortedSearch.Found> page = more ? found.subList(0, most - 1) : found;
    return new TracePage(
        TraceInfos.list(sql, page.stream().map(one -> one.candidate().traceNo()).toList()),
        more ? new PageToken(page.get(page.size() - 1).keys()).encode() : null);
  }

  private List<SortedSearch.Found> byTime(
      Sql sql, Plan plan, TimeOrder order, @Nullable List<@Nullable Object> last, int most)
      throws SQLException {
    TimeOrder.Cursor cursor =
        last != null && last.get(0) instanceof Long time && last.get(1) instanceof String id
            ? new TimeOrder.Cursor(time, id)
            : null;
    List<SortedSearch.Found> found = new ArrayList<>();
    Verifier verifier = new Verifier(plan);
    new Walk(sql, dialect, plan, order)
        .run(
            new CandidateRows(sql, plan),
            cursor,
            most,
            candidate -> {
              if (verifier.accepts(sql, candidate)) {
                found.add(
                    new SortedSearch.Found(
                        candidate, List.of(candidate.timeMillis(), candidate.traceId())));
              }
              return found.size() < most;
            });
    return found;
  }

  @Override
  public long count(TraceQuery query) {
    return engine.read(sql -> count(sql, query));
  }

  private long count(Sql sql, TraceQuery query) throws SQLException {
    Plan plan = Plan.of(sql, dialect, query);
    if (plan.isEmpty()) {
      return 0;
    }
    boolean mostlyDecided =
        plan.columnTests().isEmpty()
            && plan.undecided().stream()
                .noneMatch(part -> part.node().bounds().exactness() == Exactness.NEVER);
    long[] count = {0};
    if (mostlyDecided) {
      count[0] = new CandidateCount(sql, dialect, plan).count();
    }
    if (!mostlyDecided || !plan.undecided().isEmpty()) {
      CandidateRows rows = new CandidateRows(sql, plan);
      visit(
          sql,
          plan,
          mostlyDecided ? rows.unsureOnly() : rows,
          TimeOrder.NEWEST_FIRST,
          traceNo -> {
            count[0]++;
            return true;
          });
    }
    return count[0];
  }

  /**
   * Visits all traces that a query finds, by time as the query orders it, newest first when it
   * orders by something else; its page is not looked at. Little is held in memory. The visitor gets
   * numbers of traces, ends the search with false, and must not write on the same connection.
   */
  public void visitMatching(Sql sql, TraceQuery query, LongPredicate visitor) throws SQLException {
    Plan plan = Plan.of(sql, dialect, query);
    TimeOrder order = TimeOrder.of(query.orderBy());
    visit(
        sql,
        plan,
        new CandidateRows(sql, plan),
        order == null ? TimeOrder.NEWEST_FIRST : order,
        visitor);
  }

  private void visit(Sql sql, Plan plan, CandidateRows rows, TimeOrder order, LongPredicate visitor)
      throws SQLException {
    Verifier verifier = new Verifier(plan);
    new Walk(sql, dialect, plan, order)
        .run(
            rows,
            null,
            ALL,
            candidate -> !verifier.accepts(sql, candidate) || visitor.test(candidate.traceNo()));
  }

  /**
   * What a query asks of traces, as a condition; it holds of what is stored now, within this
   * transaction. Where SQL does not decide, the traces are looked at now, and named.
   */
  public Condition condition(Sql sql, TraceQuery query) throws SQLException {
    Plan plan = Plan.of(sql, dialect, query);
    if (plan.isEmpty()) {
      return condition(Expr.FALSE);
    }
    Expr scope = plan.scope(plan.range());
    if (plan.undecided().isEmpty() && plan.columnTests().isEmpty()) {
      return condition(scope.and(plan.conditions(null)));
    }
    boolean tested = !plan.columnTests().isEmpty();
    List<Long> verified = new ArrayList<>();
    CandidateRows rows = new CandidateRows(sql, plan);
    visit(
        sql,
        plan,
        tested ? rows : rows.unsureOnly(),
        TimeOrder.NEWEST_FIRST,
        traceNo -> verified.add(traceNo));
    Expr named = Expr.of(dialect.inNumbers("t.trace_no"), dialect.numbers(verified));
    Expr sure =
        tested ? Expr.FALSE : Expr.allOf(List.of(scope, plan.conditions(null), plan.sure()));
    return condition(sure.or(named));
  }

  private static Condition condition(Expr expr) {
    return new Condition(expr.sql(), expr.parameters());
  }
}

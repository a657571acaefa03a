package dev.spanloom.destination;

import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.query.Filters;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.OrderByParser;
import dev.spanloom.query.OrderKey;
import dev.spanloom.query.TraceField;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one filter and one order of what a {@link TraceSearch} says in several ways. */
final class SearchConditions {
  private final List<Filter> conditions = new ArrayList<>();

  private SearchConditions() {}

  static Filter of(TraceSearch search, long nowUnixMillis) {
    SearchConditions all = new SearchConditions();
    all.equal(TraceField.RUN_ID, search.runId());
    if (!search.states().isEmpty()) {
      all.conditions.add(
          new Filter.OneOf(
              TraceField.STATUS,
              false,
              search.states().stream().map(SearchConditions::literal).toList()));
    }
    all.time(Operator.GREATER_OR_EQUAL, search.minTimeUnixMillis());
    all.time(Operator.LESS_OR_EQUAL, search.maxTimeUnixMillis());
    all.equal(TraceField.NAME, search.name());
    all.equal(TraceField.CLIENT_REQUEST_ID, search.clientRequestId());
    search.tags().forEach((key, value) -> all.equal(KeyedField.tag(key), value));
    search.metadata().forEach((key, value) -> all.equal(KeyedField.metadata(key), value));
    all.conditions.add(Filters.resolve(FilterParser.parse(search.filter()), nowUnixMillis));
    return Filter.allOf(all.conditions);
  }

  static List<OrderKey> orderOf(TraceSearch search) {
    List<OrderKey> keys = new ArrayList<>(OrderByParser.parse(search.orderBy()));
    if (search.oldestFirst()
        && keys.stream().noneMatch(key -> key.field() == TraceField.TIMESTAMP_MS)) {
      keys.add(OrderKey.OLDEST_FIRST);
    }
    return List.copyOf(keys);
  }

  /** Whether a filter has a condition on the run, by either of its names. */
  static boolean asksForRun(Filter filter) {
    if (filter instanceof Filter.And and) {
      return and.parts().stream().anyMatch(SearchConditions::asksForRun);
    }
    if (filter instanceof Filter.Or or) {
      return or.parts().stream().anyMatch(SearchConditions::asksForRun);
    }
    if (filter instanceof Filter.Not not) {
      return asksForRun(not.operand());
    }
    return (filter instanceof Filter.Compare compare && isRun(compare.field()))
        || (filter instanceof Filter.OneOf oneOf && isRun(oneOf.field()))
        || (filter instanceof Filter.Present present && isRun(present.field()));
  }

  private static boolean isRun(Field field) {
    return field == TraceField.RUN_ID
        || field.equals(KeyedField.metadata(TraceMetadataKey.SOURCE_RUN));
  }

  private static Literal literal(TraceState state) {
    return new Literal.Text(state.name());
  }

  private void equal(Field field, @Nullable String value) {
    if (value != null) {
      conditions.add(new Filter.Compare(field, Operator.EQUAL, new Literal.Text(value)));
    }
  }

  private void time(Operator operator, @Nullable Long millis) {
    if (millis != null) {
      conditions.add(
          new Filter.Compare(TraceField.TIMESTAMP_MS, operator, Literal.Number.of(millis)));
    }
  }
}

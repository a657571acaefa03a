package dev.spanloom.storage.sql.metrics;

import dev.spanloom.query.Filter;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.internal.ExperimentRules;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.search.Condition;
import dev.spanloom.storage.sql.search.IndexedText;
import dev.spanloom.storage.sql.search.SqlSearch;
import java.sql.SQLException;
import java.util.List;

/** Which traces are meant. Thread-safe. */
final class Selection {
  private static final Condition NONE = new Condition("1 = 0", List.of());

  private final Dialect dialect;
  private final SqlSearch search;

  Selection(Dialect dialect, SqlSearch search) {
    this.dialect = dialect;
    this.search = search;
  }

  /** The numbers of experiments; an id that none can have is left out. */
  static List<Long> numbers(List<String> experimentIds) {
    return experimentIds.stream()
        .map(ExperimentRules::number)
        .flatMap(number -> number.stream().boxed())
        .distinct()
        .sorted()
        .toList();
  }

  /** Rows {@code t} of all traces of experiments. */
  Condition in(List<Long> experiments) {
    return switch (experiments.size()) {
      case 0 -> NONE;
      case 1 -> new Condition("t.experiment_id = ?", List.of(experiments.get(0)));
      default ->
          new Condition(
              dialect.inNumbers("t.experiment_id"), List.of(dialect.numbers(experiments)));
    };
  }

  /** Rows {@code t} of the traces of experiments that a filter is true of. */
  Condition matching(Sql sql, List<String> experimentIds, Filter filter) throws SQLException {
    return filter.equals(Filter.ALL)
        ? in(numbers(experimentIds))
        : search.condition(sql, new TraceQuery(experimentIds, filter, List.of(), 1, null));
  }

  /** What an index holds of a column. */
  String indexed(String column) {
    return dialect.indexed(column);
  }

  /** Rows whose column has one of the texts, of which there are any. */
  Condition among(String column, List<String> texts) {
    return IndexedText.among(dialect, column, texts);
  }
}

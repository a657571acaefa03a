package dev.spanloom.storage.sql.metrics;

import dev.spanloom.query.Filter;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.internal.ExperimentRules;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.List;

/** Which traces are meant. Thread-safe. */
final class Selection {
  private static final SqlCondition NONE = new SqlCondition("1 = 0", List.of());

  private final Dialect dialect;
  private final Conditions conditions;

  Selection(Dialect dialect, Conditions conditions) {
    this.dialect = dialect;
    this.conditions = conditions;
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
  SqlCondition in(List<Long> experiments) {
    return switch (experiments.size()) {
      case 0 -> NONE;
      case 1 -> new SqlCondition("t.experiment_id = ?", List.of(experiments.get(0)));
      default ->
          new SqlCondition(
              dialect.inNumbers("t.experiment_id"), List.of(dialect.numbers(experiments)));
    };
  }

  /** Rows {@code t} of the traces of experiments that a filter is true of. */
  SqlCondition matching(Sql sql, List<String> experimentIds, Filter filter) throws SQLException {
    return filter.equals(Filter.ALL)
        ? in(numbers(experimentIds))
        : conditions.of(sql, new TraceQuery(experimentIds, filter, List.of(), 1, null));
  }

  /** Rows whose column has one of the texts. */
  SqlCondition among(String column, List<String> texts) {
    return new SqlCondition(dialect.inTexts(column), List.of(dialect.texts(texts)));
  }
}

package dev.spanloom.storage.sql.metrics;

import dev.spanloom.query.Filter;
import dev.spanloom.storage.internal.ExperimentRules;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which traces are meant. Thread-safe. */
final class Selection {
  private static final int LISTED_TOGETHER = 10_000;

  private final Dialect dialect;
  private final TraceConditions conditions;

  Selection(Dialect dialect, TraceConditions conditions) {
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

  /** A condition on rows {@code t}. */
  SqlCondition in(List<Long> experiments) {
    return experiments.size() == 1
        ? new SqlCondition("t.experiment_id = ?", List.of(experiments.get(0)))
        : new SqlCondition(
            dialect.inNumbers("t.experiment_id"), List.of(dialect.numbers(experiments)));
  }

  /** A condition on any column of numbers. */
  SqlCondition among(String column, List<Long> numbers) {
    return new SqlCondition(dialect.inNumbers(column), List.of(dialect.numbers(numbers)));
  }

  /** A condition on any column of texts. */
  SqlCondition amongTexts(String column, List<String> texts) {
    return new SqlCondition(dialect.inTexts(column), List.of(dialect.texts(texts)));
  }

  /**
   * The traces of experiments that a filter is true of, as conditions on rows {@code t}: each such
   * trace satisfies one of them.
   */
  List<SqlCondition> parts(Sql sql, List<Long> experiments, Filter filter) throws SQLException {
    if (experiments.isEmpty()) {
      return List.of();
    }
    if (filter.equals(Filter.ALL)) {
      return List.of(in(experiments));
    }
    Optional<SqlCondition> exact = conditions.exactly(sql, experiments, filter);
    if (exact.isPresent()) {
      SqlText both =
          new SqlText().add(in(experiments)).add(" AND (").add(exact.get()).add(")");
      return List.of(new SqlCondition(both.text(), List.of(both.parameters())));
    }
    List<Long> found = new ArrayList<>();
    conditions.visitMatching(sql, experiments, filter, found::add);
    List<SqlCondition> parts = new ArrayList<>();
    for (int from = 0; from < found.size(); from += LISTED_TOGETHER) {
      int to = Math.min(found.size(), from + LISTED_TOGETHER);
      parts.add(among("t.trace_no", found.subList(from, to)));
    }
    return parts;
  }
}

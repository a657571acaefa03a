package dev.spanloom.storage.sql.search;

import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.ExperimentNumbers;
import java.util.Collection;
import java.util.List;

/** The numbers that tables know experiments by. */
final class Experiments {
  private Experiments() {}

  /** The numbers of ids; what is no id has none. */
  static List<Long> numbers(Collection<String> ids) {
    return ids.stream()
        .map(ExperimentNumbers::of)
        .filter(number -> number >= 0)
        .distinct()
        .toList();
  }

  static Expr in(Dialect dialect, String column, Collection<String> ids) {
    List<Long> numbers = numbers(ids);
    if (numbers.isEmpty()) {
      return Expr.FALSE;
    }
    return numbers.size() == 1
        ? Expr.of(column + " = ?", numbers.get(0))
        : Expr.of(dialect.inNumbers(column), dialect.numbers(numbers));
  }
}

package dev.spanloom.storage.sql.search;

import java.util.List;

/**
 * A condition on traces, exactly what a filter says.
 *
 * @param sql over the alias {@code t} of {@code traces}, true or not; NULL is not
 * @param parameters the values of its parameters, in order
 */
public record Condition(String sql, List<Object> parameters) {
  public Condition {
    parameters = List.copyOf(parameters);
  }
}

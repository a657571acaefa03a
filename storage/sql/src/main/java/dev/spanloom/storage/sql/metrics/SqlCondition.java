package dev.spanloom.storage.sql.metrics;

import java.util.Collections;
import java.util.List;

/**
 * A condition with the values of its parameters.
 *
 * @param sql what can stand behind AND
 */
public record SqlCondition(String sql, List<Object> parameters) {
  public SqlCondition {
    parameters = Collections.unmodifiableList(parameters);
  }
}

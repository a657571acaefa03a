package dev.spanloom.storage.sql.metrics;

import dev.spanloom.storage.sql.search.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A statement in the making, with the values of its parameters. Not thread-safe. */
final class SqlText {
  private final StringBuilder text = new StringBuilder(256);
  private final List<Object> parameters = new ArrayList<>();

  SqlText add(String sql, Object... values) {
    text.append(sql);
    Collections.addAll(parameters, values);
    return this;
  }

  SqlText add(Condition condition) {
    text.append('(').append(condition.sql()).append(')');
    parameters.addAll(condition.parameters());
    return this;
  }

  /** Rounds a whole number down to a multiple, below zero too; of SQL's remainder has its sign. */
  static String floor(String number, long multiple) {
    return "(" + number + " - ((" + number + " % " + multiple + ") + " + multiple + ") % "
        + multiple + ")";
  }

  String text() {
    return text.toString();
  }

  Object[] parameters() {
    return parameters.toArray();
  }
}

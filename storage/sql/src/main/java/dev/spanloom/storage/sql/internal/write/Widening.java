package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.storage.sql.Table;

/** What becomes of a stored pair of bounds when a row brings other ones: it only widens. */
final class Widening {
  private Widening() {}

  /**
   * The clause for {@link dev.spanloom.storage.sql.Sql#insert}.
   *
   * @param low the column of the lower bound
   * @param high the column of the upper bound
   */
  static String of(Table table, String low, String high) {
    return "DO UPDATE SET " + further(table, low, " < ") + ", " + further(table, high, " > ");
  }

  private static String further(Table table, String column, String sign) {
    String brought = "excluded." + column;
    String stored = table.name() + "." + column;
    return column
        + (" = CASE WHEN " + brought + sign + stored)
        + (" THEN " + brought + " ELSE " + stored + " END");
  }
}

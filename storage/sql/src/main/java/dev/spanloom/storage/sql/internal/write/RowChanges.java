package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table that come anew, and rows that replace others: a database adds the former for
 * less. Not thread-safe.
 */
final class RowChanges {
  private final Table table;
  private final List<@Nullable Object[]> added = new ArrayList<>();
  private final List<@Nullable Object[]> replacing = new ArrayList<>();

  RowChanges(Table table) {
    this.table = table;
  }

  /**
   * Notes a row.
   *
   * @param isNew whether no row has its key; a row that has it all the same fails the transaction
   * @param row the values of all columns
   */
  void add(boolean isNew, @Nullable Object[] row) {
    (isNew ? added : replacing).add(row);
  }

  void write(Sql sql) throws SQLException {
    sql.insert(table, "", added);
    sql.put(table, replacing);
  }
}

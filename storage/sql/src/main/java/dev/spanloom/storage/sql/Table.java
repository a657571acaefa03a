package dev.spanloom.storage.sql;

import java.util.Arrays;
import java.util.List;

/**
 * A table as bulk statements see it.
 *
 * @param name its name
 * @param columns its columns, those of the key first
 * @param keyColumns how many of them are the primary key
 */
public record Table(String name, List<Column> columns, int keyColumns) {
  /** What a column holds. */
  public enum Type {
    INTEGER,
    REAL,
    TEXT,
    BLOB
  }

  /** A column. */
  public record Column(String name, Type type) {}

  public Table {
    columns = List.copyOf(columns);
  }

  /** A table of columns such as {@code "trace_no i"}: i integer, r real, t text, b blob. */
  public static Table of(String name, int keyColumns, String... columns) {
    return new Table(
        name,
        Arrays.stream(columns)
            .map(
                column ->
                    new Column(
                        column.substring(0, column.length() - 2),
                        switch (column.charAt(column.length() - 1)) {
                          case 'i' -> Type.INTEGER;
                          case 'r' -> Type.REAL;
                          case 't' -> Type.TEXT;
                          default -> Type.BLOB;
                        }))
            .toList(),
        keyColumns);
  }

  public List<Column> key() {
    return columns.subList(0, keyColumns);
  }

  /** The names of all columns with commas between. */
  public String columnNames() {
    return String.join(", ", columns.stream().map(Column::name).toList());
  }
}

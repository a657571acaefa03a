package dev.spanloom.cli.output;

import dev.spanloom.cli.terminal.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How things of a kind are listed.
 *
 * @param plural what they are called, in JSON and when there are none: {@code traces}
 * @param columns of the table, and first in CSV
 * @param more further columns, which a table has only when they are asked for
 * @param asMap a thing as plain values, for JSON
 */
public record Listing<T>(
    String plural,
    List<Column<T>> columns,
    List<Column<T>> more,
    Function<T, Map<String, @Nullable Object>> asMap) {
  public Listing {
    columns = List.copyOf(columns);
    more = List.copyOf(more);
  }

  /** A listing whose JSON has the columns. */
  public static <T> Listing<T> ofColumns(String plural, List<Column<T>> columns) {
    return ofColumns(plural, columns, List.of());
  }

  /** A listing whose JSON has all columns. */
  public static <T> Listing<T> ofColumns(
      String plural, List<Column<T>> columns, List<Column<T>> more) {
    List<Column<T>> all = new ArrayList<>(columns);
    all.addAll(more);
    return new Listing<>(
        plural,
        columns,
        more,
        item -> {
          Map<String, @Nullable Object> map = new LinkedHashMap<>();
          all.forEach(column -> map.put(column.name(), column.value().apply(item)));
          return map;
        });
  }

  /** Starts to print things. */
  public Rows<T> rows(Format format, Console console) {
    return switch (format) {
      case TABLE -> new TableRows<>(plural, columns, console);
      case JSON -> new JsonRows<>(plural, asMap, console);
      case JSONL -> new JsonLinesRows<>(asMap, console);
      case CSV -> new CsvRows<>(allColumns(), console);
    };
  }

  List<Column<T>> allColumns() {
    List<Column<T>> all = new ArrayList<>(columns);
    all.addAll(more);
    return all;
  }
}

package dev.spanloom.cli.output;

import dev.spanloom.cli.terminal.Console;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values with a line of names (RFC 4180, lines end as on Unix). What is no text,
 * number or boolean stands as JSON. That there is more is said on standard error.
 */
final class CsvRows<T> implements Rows<T> {
  private final List<Column<T>> columns;
  private final Console console;
  private boolean begun;

  CsvRows(List<Column<T>> columns, Console console) {
    this.columns = columns;
    this.console = console;
  }

  @Override
  public void add(T item) {
    begin();
    print(columns.stream().map(column -> PlainText.of(column.value().apply(item))).toList());
  }

  @Override
  public void end(@Nullable String nextPageToken) {
    begin();
    if (nextPageToken != null) {
      console.err().println("More with --page-token " + nextPageToken);
    }
  }

  private void begin() {
    if (!begun) {
      begun = true;
      print(columns.stream().map(Column::name).toList());
    }
  }

  private void print(List<String> cells) {
    console.out().println(cells.stream().map(CsvRows::quoted).collect(Collectors.joining(",")));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}

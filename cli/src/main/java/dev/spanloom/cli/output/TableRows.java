package dev.spanloom.cli.output;

import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.Texts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table. The first rows decide how wide its columns are; where they do not fit the terminal, the
 * flexible ones give way.
 */
final class TableRows<T> implements Rows<T> {
  private static final int DECIDING_ROWS = 200;
  private static final int NARROWEST = 8;
  private static final String GAP = " ";
  private static final int WIDEST = 1000;

  private final String plural;
  private final List<Column<T>> columns;
  private final Console console;
  private final List<T> first = new ArrayList<>();
  private int[] widths = {};

  TableRows(String plural, List<Column<T>> columns, Console console) {
    this.plural = plural;
    this.columns = columns;
    this.console = console;
  }

  @Override
  public void add(T item) {
    if (widths.length > 0) {
      print(item);
      return;
    }
    first.add(item);
    if (first.size() == DECIDING_ROWS) {
      begin();
    }
  }

  @Override
  public void end(@Nullable String nextPageToken) {
    if (widths.length == 0) {
      if (first.isEmpty()) {
        console.out().println("No " + plural + ".");
        return;
      }
      begin();
    }
    if (nextPageToken != null) {
      console.out().println("More with --page-token " + nextPageToken);
    }
  }

  private void begin() {
    int[] natural = new int[columns.size()];
    for (int i = 0; i < natural.length; i++) {
      Column<T> column = columns.get(i);
      natural[i] = Texts.columns(column.title());
      for (T item : first) {
        natural[i] = Math.max(natural[i], Texts.columns(cell(column, item, WIDEST)));
      }
    }
    widths = fitted(natural, console.terminal().columns() - GAP.length() * (natural.length - 1));
    StringBuilder header = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      header.append(i == 0 ? "" : GAP).append(padded(i, columns.get(i).title()));
    }
    console.out().println(console.terminal().bold(header.toString().stripTrailing()));
    first.forEach(this::print);
    first.clear();
  }

  /** Takes columns from the widest flexible ones until all fit. */
  private int[] fitted(int[] natural, int room) {
    int[] fitted = natural.clone();
    int total = 0;
    for (int width : fitted) {
      total += width;
    }
    while (total > room) {
      int widest = -1;
      for (int i = 0; i < fitted.length; i++) {
        if (columns.get(i).flexible()
            && fitted[i] > NARROWEST
            && (widest < 0 || fitted[i] > fitted[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        break;
      }
      fitted[widest]--;
      total--;
    }
    return fitted;
  }

  private void print(T item) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      Column<T> column = columns.get(i);
      String cell = padded(i, cell(column, item, widths[i]));
      line.append(i == 0 ? "" : GAP)
          .append(column.alarming().test(item) ? console.terminal().red(cell) : cell);
    }
    console.out().println(line.toString().stripTrailing());
  }

  private String cell(Column<T> column, T item, int width) {
    return Texts.oneLine(column.text().apply(item), width);
  }

  private String padded(int index, String cell) {
    return columns.get(index).right()
        ? Texts.paddedLeft(cell, widths[index])
        : Texts.padded(cell, widths[index]);
  }
}

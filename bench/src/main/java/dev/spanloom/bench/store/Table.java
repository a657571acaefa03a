package dev.spanloom.bench.store;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A Markdown table of what was measured, a column for each size. Not thread-safe. */
final class Table {
  private final String corner;
  private final Set<String> columns = new LinkedHashSet<>();
  private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

  Table(String corner) {
    this.corner = corner;
  }

  void put(String row, String column, Object cell) {
    columns.add(column);
    rows.computeIfAbsent(row, name -> new LinkedHashMap<>()).put(column, cell.toString());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("| " + corner + " |");
    columns.forEach(column -> text.append(' ').append(column).append(" |"));
    text.append("\n|---|").append("---|".repeat(columns.size()));
    rows.forEach(
        (row, cells) -> {
          text.append("\n| ").append(row).append(" |");
          columns.forEach(
              column -> text.append(' ').append(cells.getOrDefault(column, "–")).append(" |"));
        });
    return text.toString();
  }
}

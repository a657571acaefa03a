package dev.spanloom.storage.sql.metrics;

import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.rows.StoredTrace;
import dev.spanloom.storage.sql.rows.TraceRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the dimensions of rows. Values that are too long for the index are named there by the
 * number of their term; they are looked up in a trace that has them, each once. Not thread-safe.
 */
final class FullLabels {
  /** Begins a label that is the number of a term. No text of the index begins so. */
  static final String CUT = "\u0001";

  private final MetricsQuery query;
  private final Map<String, String> found = new HashMap<>();

  FullLabels(MetricsQuery query) {
    this.query = query;
  }

  /** The values of all dimensions; the first of their columns is the one given. */
  List<String> read(Sql sql, ResultSet row, int column) throws SQLException {
    int count = query.dimensions().size();
    if (count == 0) {
      return List.of();
    }
    List<String> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String value = row.getString(column + i);
      Dimension dimension = query.dimensions().get(i);
      values.add(
          MetricsScan.family(dimension) != null && value.startsWith(CUT)
              ? full(sql, dimension, value)
              : value);
    }
    return values;
  }

  private String full(Sql sql, Dimension dimension, String label) throws SQLException {
    String known = found.get(label);
    if (known == null) {
      List<Long> owner =
          sql.list(
              "SELECT t.trace_no FROM postings p JOIN traces t ON t.trace_no = p.trace_no"
                  + " WHERE p.term_id = ? ORDER BY p.trace_no DESC LIMIT 1",
              row -> row.getLong(1),
              Long.valueOf(label.substring(CUT.length())));
      known = label;
      for (StoredTrace trace : TraceRows.stored(sql, owner, "").values()) {
        known = value(trace, dimension);
      }
      found.put(label, known);
    }
    return known;
  }

  /** What the trace says; a tag that it does not say is the name, which spans can say too. */
  private static String value(StoredTrace trace, Dimension dimension) {
    Map<String, String> said =
        dimension.kind() == Dimension.Kind.TAG ? trace.said().tags() : trace.said().traceMetadata();
    String value = said.get(dimension.key());
    return value == null ? String.valueOf(trace.row().name()) : value;
  }
}

package dev.spanloom.storage.sql.metrics;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.rows.PackedText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
      known =
          sql.one(
                  "SELECT i.said, t.name FROM postings p JOIN traces t ON t.trace_no = p.trace_no"
                      + " JOIN trace_info i ON i.trace_no = t.trace_no"
                      + " WHERE p.term_id = ? ORDER BY p.trace_no DESC LIMIT 1",
                  row ->
                      value(
                          String.valueOf(PackedText.unpack(row.getBytes(1))),
                          row.getString(2),
                          dimension),
                  Long.valueOf(label.substring(CUT.length())))
              .orElse(label);
      found.put(label, known);
    }
    return known;
  }

  /** What the trace says; a tag that it does not say is the name, which spans can say too. */
  private static String value(String said, @Nullable String name, Dimension dimension) {
    String map = dimension.kind() == Dimension.Kind.TAG ? "tags" : "trace_metadata";
    return JsonReader.read(said) instanceof Map<?, ?> info
            && info.get(map) instanceof Map<?, ?> entries
            && entries.get(dimension.key()) instanceof String value
        ? value
        : String.valueOf(name);
  }
}

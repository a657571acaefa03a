package dev.spanloom.storage.sql.metrics;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SaidBySpans;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import dev.spanloom.storage.sql.internal.rows.StoredTrace;
import dev.spanloom.storage.sql.internal.rows.TraceRows;
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
  /** Begins the value of a tag or of metadata. */
  static final String TEXT = "=";

  /** Begins the number of the term of a value that the index has not in full. */
  static final String TERM = "#";

  private final MetricsQuery query;
  private final Dialect dialect;
  private final Map<String, String> found = new HashMap<>();

  FullLabels(MetricsQuery query, Dialect dialect) {
    this.query = query;
    this.dialect = dialect;
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
      if (MetricsScan.family(dimension) == null) {
        values.add(value);
      } else if (value.startsWith(TERM)) {
        values.add(full(sql, dimension, value.substring(TERM.length())));
      } else {
        values.add(value.substring(TEXT.length()));
      }
    }
    return values;
  }

  private String full(Sql sql, Dimension dimension, String termId) throws SQLException {
    String known = found.get(termId);
    if (known == null) {
      known = "";
      for (Table postings : dialect.postings()) {
        List<Long> owner =
            sql.list(
                "SELECT t.trace_no FROM "
                    + postings.name()
                    + " p JOIN traces t ON t.trace_no = p.trace_no"
                    + " WHERE p.term_id = ? ORDER BY p.trace_no DESC LIMIT 1",
                row -> row.getLong(1),
                Long.valueOf(termId));
        for (StoredTrace trace : TraceRows.stored(sql, owner, "").values()) {
          known = value(trace, dimension);
        }
      }
      found.put(termId, known);
    }
    return known;
  }

  /** What the trace says; a tag that it does not say is the name, which spans can say too. */
  private static String value(StoredTrace trace, Dimension dimension) {
    TraceInfo words = SaidBySpans.expanded(trace.said());
    Map<String, String> said =
        dimension.kind() == Dimension.Kind.TAG ? words.tags() : words.traceMetadata();
    String value = said.get(dimension.key());
    return value == null ? String.valueOf(trace.row().name()) : value;
  }
}

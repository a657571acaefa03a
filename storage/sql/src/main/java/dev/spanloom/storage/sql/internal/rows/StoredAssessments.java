package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the assessments of traces. */
final class StoredAssessments {
  private StoredAssessments() {}

  private record Placed(int position, Assessment assessment) {}

  private static String nameOf(long traceNo) {
    return "an assessment of trace number " + traceNo;
  }

  private static Assessment assessment(ResultSet row) throws SQLException {
    try {
      return Assessment.fromMap(JsonReader.readObject(row.getString(3)));
    } catch (RuntimeException e) {
      throw new DamagedException(nameOf(row.getLong(1)), e);
    }
  }

  /** The assessments in their order, by the number of the trace, each of which has some. */
  static Map<Long, List<Assessment>> of(Sql sql, Collection<Long> traceNos) throws SQLException {
    if (traceNos.isEmpty()) {
      return Map.of();
    }
    Map<Long, List<Placed>> placed = new HashMap<>();
    sql.find(
        Tables.ASSESSMENTS,
        "trace_no, position, body",
        traceNos,
        row ->
            placed
                .computeIfAbsent(row.getLong(1), no -> new ArrayList<>())
                .add(new Placed(row.getInt(2), assessment(row))));
    for (Long traceNo : traceNos) {
      if (!placed.containsKey(traceNo)) {
        throw new DamagedException(nameOf(traceNo), null);
      }
    }
    Map<Long, List<Assessment>> assessments = new HashMap<>();
    placed.forEach(
        (traceNo, list) -> {
          list.sort(Comparator.comparingInt(Placed::position));
          assessments.put(traceNo, list.stream().map(Placed::assessment).toList());
        });
    return assessments;
  }
}

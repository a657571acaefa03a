package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside the row of a trace, and what of that row is needed to show it.
 *
 * @param said what clients said
 * @param facts what its spans say; null while it has none
 * @param infoBytes how long the info is as JSON, as the sizes of the trace count it; 0 while the
 *     sums over its spans are missing
 */
public record StoredWords(
    long traceNo,
    int spanCount,
    boolean assessed,
    TraceInfo said,
    @Nullable StoredFacts facts,
    long infoBytes) {
  static final String COLUMNS = "trace_no, span_count, assessed, said, facts, info_bytes";
  static final int COLUMN_COUNT = 6;

  static StoredWords read(Sql sql, ResultSet row) throws SQLException {
    long traceNo = row.getLong(1);
    try {
      TraceInfo said =
          TraceInfo.fromMap(
              JsonReader.readObject(String.valueOf(PackedText.unpack(sql, row.getBytes(4)))));
      return new StoredWords(
          traceNo,
          row.getInt(2),
          row.getInt(3) != 0,
          said,
          StoredFacts.read(said.traceId(), PackedText.unpack(sql, row.getBytes(5))),
          row.getLong(6));
    } catch (RuntimeException e) {
      throw new DamagedException(nameOf(traceNo), e);
    }
  }

  static String nameOf(long traceNo) {
    return "what was said of trace number " + traceNo;
  }

  StoredWords withAssessments(List<Assessment> assessments) {
    return new StoredWords(
        traceNo,
        spanCount,
        assessed,
        said.toBuilder().assessments(assessments).build(),
        facts,
        infoBytes);
  }
}

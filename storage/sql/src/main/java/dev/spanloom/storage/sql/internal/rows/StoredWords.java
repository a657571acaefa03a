package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside the row of a trace.
 *
 * @param said what clients said
 * @param facts what its spans say; null while it has none
 */
public record StoredWords(long traceNo, TraceInfo said, @Nullable StoredFacts facts) {
  static final String COLUMNS = "trace_no, said, facts";

  static StoredWords read(ResultSet row) throws SQLException {
    TraceInfo said =
        TraceInfo.fromMap(
            JsonReader.readObject(String.valueOf(PackedText.unpack(row.getBytes(2)))));
    return new StoredWords(
        row.getLong(1), said, StoredFacts.read(said.traceId(), PackedText.unpack(row.getBytes(3))));
  }

  StoredWords withAssessments(List<Assessment> assessments) {
    return new StoredWords(traceNo, said.toBuilder().assessments(assessments).build(), facts);
  }
}

package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
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

  /** What the facts stand behind; JSON on one line never has it. */
  private static final char FACTS = '\n';

  /** Both in one text, which is packed and unpacked at once. */
  static String text(TraceInfo said, @Nullable StoredFacts facts) {
    String json = JsonWriter.write(said.toBuilder().assessments(List.of()).build().toMap());
    return facts == null
        ? json
        : json + FACTS + facts.text(said.requestPreview() != null, said.responsePreview() != null);
  }

  static StoredWords read(Sql sql, ResultSet row) throws SQLException {
    long traceNo = row.getLong(1);
    try {
      String text = String.valueOf(PackedText.unpack(sql, row.getBytes(4)));
      int line = text.indexOf(FACTS);
      TraceInfo said =
          TraceInfo.fromMap(JsonReader.readObject(line < 0 ? text : text.substring(0, line)));
      // older rows have the facts in a column of their own
      String facts = line < 0 ? PackedText.unpack(sql, row.getBytes(5)) : text.substring(line + 1);
      return new StoredWords(
          traceNo,
          row.getInt(2),
          row.getInt(3) != 0,
          said,
          StoredFacts.read(said.traceId(), facts),
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

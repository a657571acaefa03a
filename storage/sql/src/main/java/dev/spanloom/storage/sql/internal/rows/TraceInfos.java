package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.storage.internal.StoredTags;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import dev.spanloom.storage.sql.Tables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what traces are shown by; of their rows only what that needs. */
public final class TraceInfos {
  /** The words of a trace, with what their table does not know; for lookups only. */
  private static final Table WORDS =
      new Table(
          "(SELECT i.trace_no, i.said, i.facts, t.assessed"
              + " FROM traces t JOIN trace_info i ON i.trace_no = t.trace_no)",
          Tables.TRACE_INFO.key(),
          1);

  private TraceInfos() {}

  /** The infos as a client gets them, in the order of the numbers; unknown ones are left out. */
  public static List<TraceInfo> list(Sql sql, Collection<Long> traceNos) throws SQLException {
    Map<Long, StoredWords> said = said(sql, traceNos);
    List<TraceInfo> infos = new ArrayList<>(traceNos.size());
    for (Long traceNo : traceNos) {
      StoredWords words = said.get(traceNo);
      if (words != null) {
        infos.add(shown(sql, words));
      }
    }
    return infos;
  }

  /** What is said of traces, with the assessments, by number; unknown numbers are left out. */
  public static Map<Long, StoredWords> said(Sql sql, Collection<Long> traceNos)
      throws SQLException {
    Map<Long, StoredWords> said = new HashMap<>();
    List<Long> assessed = new ArrayList<>();
    sql.lookup(
        WORDS,
        StoredWords.COLUMNS + ", assessed",
        1,
        TraceRows.keys(traceNos),
        row -> {
          StoredWords words = StoredWords.read(row);
          if (row.getInt(4) != 0) {
            assessed.add(words.traceNo());
          }
          return said.put(words.traceNo(), words);
        });
    for (Map.Entry<Long, List<Assessment>> entry : StoredAssessments.of(sql, assessed).entrySet()) {
      said.computeIfPresent(
          entry.getKey(), (traceNo, words) -> words.withAssessments(entry.getValue()));
    }
    return said;
  }

  /** The info as a client gets it. */
  public static TraceInfo shown(Sql sql, StoredWords words) throws SQLException {
    return StoredTags.added(TraceInfoMerge.complete(words.said(), facts(sql, words)));
  }

  /** What the spans say, summed up now where that was not done yet. */
  private static @Nullable TraceFacts facts(Sql sql, StoredWords words) throws SQLException {
    StoredFacts facts = words.facts();
    if (facts == null) {
      return null;
    }
    return facts.settled()
        ? facts.facts()
        : TraceRows.settled(sql, words.traceNo(), words.said().traceId(), facts);
  }
}

package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.storage.internal.StoredTags;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import dev.spanloom.storage.sql.Tables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what traces are shown by; of their rows only what that needs. */
public final class TraceInfos {
  /** The words of a trace, with what their table does not know; for lookups only. */
  private static final Table WORDS =
      new Table(
          "(SELECT i.trace_no, t.span_count, t.assessed, i.said, i.facts, i.info_bytes"
              + " FROM traces t JOIN trace_info i ON i.trace_no = t.trace_no)",
          Tables.TRACE_INFO.key(),
          1);

  private TraceInfos() {}

  /** The infos as a client gets them, in the order of the numbers, which exist. */
  public static List<TraceInfo> list(Sql sql, Collection<Long> traceNos) throws SQLException {
    return shown(sql, said(sql, traceNos));
  }

  /** The infos as a client gets them. */
  public static List<TraceInfo> shown(Sql sql, List<StoredWords> said) throws SQLException {
    List<TraceInfo> infos = new ArrayList<>(said.size());
    for (StoredWords words : said) {
      infos.add(shown(sql, words));
    }
    return infos;
  }

  /** What is said of traces, with the assessments, in the order of the numbers, which exist. */
  public static List<StoredWords> said(Sql sql, Collection<Long> traceNos) throws SQLException {
    Map<Long, StoredWords> found = words(sql, traceNos);
    Map<Long, List<Assessment>> assessments =
        StoredAssessments.of(
            sql,
            found.values().stream()
                .filter(StoredWords::assessed)
                .map(StoredWords::traceNo)
                .toList());
    List<StoredWords> said = new ArrayList<>(traceNos.size());
    for (Long traceNo : traceNos) {
      StoredWords words = found.get(traceNo);
      if (words == null) {
        throw new DamagedException(StoredWords.nameOf(traceNo), null);
      }
      List<Assessment> ofTrace = assessments.get(traceNo);
      said.add(ofTrace == null ? words : words.withAssessments(ofTrace));
    }
    return said;
  }

  /** What is said of traces, without the assessments; what is missing is left out. */
  static Map<Long, StoredWords> words(Sql sql, Collection<Long> traceNos) throws SQLException {
    Map<Long, StoredWords> words = new HashMap<>();
    sql.lookup(
        WORDS,
        StoredWords.COLUMNS,
        1,
        TraceRows.keys(traceNos),
        row -> {
          StoredWords one = StoredWords.read(sql, row);
          return words.put(one.traceNo(), one);
        });
    return words;
  }

  /** The info as a client gets it. */
  public static TraceInfo shown(Sql sql, StoredWords words) throws SQLException {
    return StoredTags.added(completed(sql, words), words.said());
  }

  private static TraceInfo.Builder completed(Sql sql, StoredWords words) throws SQLException {
    StoredFacts facts = words.facts();
    if (facts == null) {
      return TraceInfoMerge.completing(words.said(), null);
    }
    return facts.settled()
        ? TraceInfoMerge.completing(words.said(), facts.facts(), words.infoBytes())
        : TraceInfoMerge.completing(words.said(), TraceRows.settled(sql, words, facts));
  }
}

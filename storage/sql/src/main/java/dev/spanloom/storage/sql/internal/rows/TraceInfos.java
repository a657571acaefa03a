package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.storage.internal.StoredTags;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.StorableText;
import dev.spanloom.storage.sql.Table;
import dev.spanloom.storage.sql.Tables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads what traces are shown by; of their rows only what that needs. */
public final class TraceInfos {
  private static final String OF_TRACES =
      "t.span_count, t.assessed, i.said, i.facts, i.info_bytes"
          + " FROM traces t LEFT JOIN trace_info i ON i.trace_no = t.trace_no)";

  /** The words of a trace, with what their table does not know; for lookups only. */
  private static final Table WORDS =
      new Table("(SELECT t.trace_no, " + OF_TRACES, Tables.TRACES.key(), 1);

  /** The same by the id of the trace. */
  private static final Table WORDS_BY_ID =
      new Table("(SELECT t.trace_id, t.trace_no, " + OF_TRACES, Tables.TRACE_IDS.key(), 1);

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
    List<StoredWords> words = new ArrayList<>(traceNos.size());
    for (Long traceNo : traceNos) {
      StoredWords one = found.get(traceNo);
      if (one == null) {
        throw new DamagedException(StoredWords.nameOf(traceNo), null);
      }
      words.add(one);
    }
    return assessed(sql, words);
  }

  /** The same in the order of ids; unknown ones are left out. */
  public static List<StoredWords> saidOfIds(Sql sql, Collection<String> traceIds)
      throws SQLException {
    Map<String, StoredWords> found = new HashMap<>();
    sql.find(
        WORDS_BY_ID,
        StoredWords.COLUMNS + ", trace_id",
        new LinkedHashSet<>(traceIds),
        row -> {
          StoredWords one = StoredWords.read(sql, row);
          String traceId = one.said().traceId();
          if (!StorableText.of(traceId).equals(row.getString(StoredWords.COLUMN_COUNT + 1))) {
            throw new DamagedException("a trace of those asked for", null);
          }
          return found.put(traceId, one);
        });
    return assessed(sql, traceIds.stream().filter(found::containsKey).map(found::get).toList());
  }

  private static List<StoredWords> assessed(Sql sql, List<StoredWords> words) throws SQLException {
    Map<Long, List<Assessment>> assessments =
        StoredAssessments.of(
            sql,
            words.stream()
                .filter(StoredWords::assessed)
                .map(StoredWords::traceNo)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    if (assessments.isEmpty()) {
      return words;
    }
    List<StoredWords> said = new ArrayList<>(words.size());
    for (StoredWords one : words) {
      List<Assessment> ofTrace = assessments.get(one.traceNo());
      said.add(ofTrace == null ? one : one.withAssessments(ofTrace));
    }
    return said;
  }

  /** What is said of traces, without the assessments; what is missing is left out. */
  static Map<Long, StoredWords> words(Sql sql, Collection<Long> traceNos) throws SQLException {
    Map<Long, StoredWords> words = new HashMap<>();
    sql.find(
        WORDS,
        StoredWords.COLUMNS,
        traceNos,
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

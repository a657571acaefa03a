package dev.spanloom.storage.sql.search;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SaidBySpans;
import dev.spanloom.query.TraceMatcher;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.internal.rows.Payloads;
import dev.spanloom.storage.sql.internal.rows.StoredWords;
import dev.spanloom.storage.sql.internal.rows.TraceInfos;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A trace as a filter is asked of it.
 *
 * @param info as it is shown
 * @param saidMetadata the metadata that clients said
 * @param spans all spans; empty when they were not asked for
 */
record LoadedTrace(TraceInfo info, Map<String, String> saidMetadata, List<Span> spans) {
  /** Reads a trace, which exists. Without spans no payload is read. */
  static LoadedTrace read(Sql sql, long traceNo, boolean withSpans) throws SQLException {
    StoredWords words = TraceInfos.said(sql, List.of(traceNo)).get(0);
    List<Span> spans = withSpans ? Payloads.spans(sql, words) : List.of();
    return new LoadedTrace(
        TraceInfos.shown(sql, words), SaidBySpans.expanded(words.said()).traceMetadata(), spans);
  }

  boolean satisfies(TraceMatcher matcher) {
    return matcher.matches(info, saidMetadata, spans);
  }
}

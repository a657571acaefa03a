package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds chunks by their words. Not thread-safe. */
final class WordSearch {
  private final Sql sql;
  private final PageSource source;

  WordSearch(Sql sql, PageSource source) {
    this.sql = sql;
    this.source = source;
  }

  /** Visits chunks that a query finds, the newest first. */
  void visit(String queryText, Dialect.ChunkVisitor visitor) throws SQLException {
    WordQuery query = WordQuery.parse(queryText);
    List<Segment> segments = Segment.ofState(sql, Segment.LIVE);
    ChunkSet found = new ChunkSet();
    int next = 0;
    while (next < segments.size()) {
      int end = Math.min(segments.size(), next + source.segmentsAtOnce());
      find(segments.subList(next, end), query, found);
      next = end;
      // what lies behind all chunks of the segments to come is in its place
      long settled = next < segments.size() ? segments.get(next).lastChunk() + 1 : Long.MIN_VALUE;
      if (!found.drain(settled, visitor)) {
        return;
      }
    }
  }

  /** All chunks that a query finds. */
  ChunkSet find(String queryText) throws SQLException {
    ChunkSet found = new ChunkSet();
    find(Segment.ofState(sql, Segment.LIVE), WordQuery.parse(queryText), found);
    return found;
  }

  private void find(List<Segment> segments, WordQuery query, ChunkSet into) throws SQLException {
    List<Long> tokens = query.tokens();
    int most = source.segmentsAtOnce();
    for (int i = 0; i < segments.size(); i += most) {
      List<Segment> some = segments.subList(i, Math.min(segments.size(), i + most));
      Map<Long, Pages> pages = read(some, tokens);
      for (Segment segment : some) {
        into.addAll(
            segment.firstChunk(), found(query, pages.getOrDefault(segment.id(), new Pages())));
      }
    }
  }

  private Map<Long, Pages> read(List<Segment> segments, List<Long> tokens) throws SQLException {
    Map<Long, Pages> pages = new HashMap<>();
    source.read(
        sql,
        segments.stream().map(Segment::id).toList(),
        tokens,
        (segmentId, firstToken, data) -> {
          Page page = new Page(firstToken, data);
          pages.computeIfAbsent(segmentId, id -> new Pages()).add(firstToken, page);
          return page.lastToken();
        });
    return pages;
  }

  private static BitSet found(WordQuery query, Pages pages) throws DamagedException {
    BitSet all = new BitSet();
    boolean isFirst = true;
    for (WordQuery.Choice choice : query.choices()) {
      BitSet some = found(choice, pages);
      if (isFirst) {
        all = some;
        isFirst = false;
      } else {
        all.and(some);
      }
      if (all.isEmpty()) {
        break;
      }
    }
    return all;
  }

  private static BitSet found(WordQuery.Choice choice, Pages pages) throws DamagedException {
    BitSet found = new BitSet();
    for (int i = 0; i < choice.allOf().size(); i++) {
      BitSet having = new BitSet();
      pages.find(choice.allOf().get(i), having);
      if (i == 0) {
        found = having;
      } else {
        found.and(having);
      }
      if (found.isEmpty()) {
        break;
      }
    }
    for (Long token : choice.anyOf()) {
      pages.find(token, found);
    }
    return found;
  }

  /** Pages of a segment, by their first tokens. */
  private static final class Pages {
    private final TreeMap<Long, Page> byFirstToken = new TreeMap<>();
    private final Offsets offsets = new Offsets();

    private void add(long firstToken, Page page) {
      byFirstToken.put(firstToken, page);
    }

    /** Adds the chunks of a token by their distances from the first of the segment. */
    private void find(long token, BitSet into) throws DamagedException {
      Map.Entry<Long, Page> page = byFirstToken.floorEntry(token);
      int index = page == null ? -1 : page.getValue().find(token);
      if (page != null && index >= 0) {
        offsets.clear();
        page.getValue().read(index, 0, offsets);
        for (int i = 0; i < offsets.size(); i++) {
          into.set(offsets.get(i));
        }
      }
    }
  }
}

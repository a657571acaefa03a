package dev.spanloom.storage.sqlite.text;

import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Dialect.WordChoice;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds chunks by their words. */
public final class WordSearch {
  /** So many chunks are named one by one; more are told by a mark for each chunk there is. */
  private static final int MOST_NAMED = 500;

  private WordSearch() {}

  /** A query as a text. */
  public static String query(List<WordChoice> all) {
    return WordQuery.of(all).text();
  }

  /** Visits chunks that a query finds, the newest first. */
  public static void visit(Sql sql, String queryText, Dialect.ChunkVisitor visitor)
      throws SQLException {
    WordQuery query = WordQuery.parse(queryText);
    List<Segment> segments = Segment.ofState(sql, Segment.LIVE);
    if (segments.isEmpty()) {
      return;
    }
    long base = segments.stream().mapToLong(Segment::firstChunk).min().orElseThrow();
    BitSet found = new BitSet();
    for (int i = 0; i < segments.size(); i++) {
      find(sql, segments.get(i), query, base, found);
      // what lies behind all chunks of the segments to come is in its place
      long settled = i + 1 < segments.size() ? segments.get(i + 1).lastChunk() + 1 : base;
      for (int bit = found.length() - 1;
          bit >= 0 && base + bit >= settled;
          bit = found.previousSetBit(bit)) {
        if (!visitor.visit(base + bit)) {
          return;
        }
        found.clear(bit);
      }
    }
  }

  /** The condition that a chunk is among those that a query finds. */
  public static Dialect.ChunkTest test(Sql sql, Dialect dialect, String chunkId, String queryText)
      throws SQLException {
    List<Segment> segments = Segment.ofState(sql, Segment.LIVE);
    long base = segments.stream().mapToLong(Segment::firstChunk).min().orElse(0);
    BitSet found = new BitSet();
    WordQuery query = WordQuery.parse(queryText);
    for (Segment segment : segments) {
      find(sql, segment, query, base, found);
    }
    if (found.cardinality() <= MOST_NAMED) {
      List<Long> named = found.stream().mapToObj(bit -> base + bit).toList();
      return new Dialect.ChunkTest(dialect.inNumbers(chunkId), List.of(dialect.numbers(named)));
    }
    long first = base + found.nextSetBit(0);
    long last = base + found.length() - 1;
    byte[] marks = new byte[(int) (last - first + 1)];
    found.stream().forEach(bit -> marks[(int) (base + bit - first)] = 1);
    return new Dialect.ChunkTest(
        "(" + chunkId + " BETWEEN ? AND ? AND substr(?, " + chunkId + " - ?, 1) = x'01')",
        List.of(first, last, marks, first - 1));
  }

  /** Adds what a query finds in a segment. */
  private static void find(Sql sql, Segment segment, WordQuery query, long base, BitSet into)
      throws SQLException {
    PageLookup lookup = new PageLookup(sql, segment);
    BitSet all = null;
    for (WordQuery.Choice choice : query.choices()) {
      BitSet some = find(lookup, choice);
      if (all == null) {
        all = some;
      } else {
        all.and(some);
      }
      if (all.isEmpty()) {
        return;
      }
    }
    if (all != null) {
      int shift = (int) (segment.firstChunk() - base);
      for (int bit = all.nextSetBit(0); bit >= 0; bit = all.nextSetBit(bit + 1)) {
        into.set(bit + shift);
      }
    }
  }

  private static BitSet find(PageLookup lookup, WordQuery.Choice choice) throws SQLException {
    BitSet pieces = new BitSet();
    for (int i = 0; i < choice.allOf().size(); i++) {
      BitSet having = new BitSet();
      lookup.find(choice.allOf().get(i), having);
      if (i == 0) {
        pieces = having;
      } else {
        pieces.and(having);
      }
      if (pieces.isEmpty()) {
        break;
      }
    }
    for (Long token : choice.anyOf()) {
      lookup.find(token, pieces);
    }
    return pieces;
  }

  /** Looks tokens up in a segment; what comes in the order of the tokens reads each page once. */
  private static final class PageLookup {
    private final Sql sql;
    private final Segment segment;
    private final Offsets offsets = new Offsets();
    private @Nullable Page page;

    private PageLookup(Sql sql, Segment segment) {
      this.sql = sql;
      this.segment = segment;
    }

    private void find(long token, BitSet into) throws SQLException {
      Page here = page;
      if (here == null || token < here.token(0) || token > here.lastToken()) {
        here = load(token);
      }
      int index = here == null ? -1 : here.find(token);
      if (here != null && index >= 0) {
        offsets.clear();
        here.read(index, 0, offsets);
        for (int i = 0; i < offsets.size(); i++) {
          into.set(offsets.get(i));
        }
      }
    }

    private @Nullable Page load(long token) throws SQLException {
      List<Page> found = new ArrayList<>(1);
      sql.visit(
          "SELECT d.first_token, p.data FROM text_directory d JOIN text_pages p ON p.page_no = d.page_no"
              + " WHERE d.segment_id = ? AND d.first_token <= ? ORDER BY d.first_token DESC LIMIT 1",
          row -> found.add(new Page(row.getLong(1), row.getBytes(2))),
          segment.id(),
          token);
      page = found.isEmpty() ? page : found.get(0);
      return found.isEmpty() ? null : page;
    }
  }
}

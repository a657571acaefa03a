package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which chunks have which words. Chunks come in segments, which are never changed: each is a sorted
 * list of tokens with the chunks of each. Eight segments of a size become one, so that there are
 * few of them, and each token was written a few times at most. What is to be done there is done in
 * small steps within transactions of the writer; where it stands is in the tables, so that any
 * process can go on with it. What is damaged is made anew from the spans. Chunks that are deleted
 * stay in their segment until it is made anew: searches do not find their rows. Not thread-safe: of
 * the writer.
 */
public final class TextIndex {
  /** Segments of a size that become one, at least and at most. */
  private static final int MERGED = 8;

  private static final int MOST_MERGED = 16;

  /** A segment is made anew when so many of its chunks are gone: a part of. */
  private static final int DEAD_PART = 4;

  /** Offsets are ints. */
  private static final long MOST_CHUNKS = 1L << 30;

  private static final int PAGES_PER_STEP = 512;

  private final Dialect dialect;
  private final LiveChunks live = new LiveChunks();

  public TextIndex(Dialect dialect) {
    this.dialect = dialect;
  }

  /** What was learned in a transaction may be wrong. */
  public void forget() {
    live.forget();
  }

  /** Adds chunks, each of them once. */
  public void add(Sql sql, List<ChunkTokens> added) throws SQLException {
    if (added.isEmpty()) {
      return;
    }
    List<ChunkTokens> chunks = new ArrayList<>(added);
    chunks.sort(Comparator.comparingLong(ChunkTokens::chunkId));
    int from = 0;
    for (int i = 1; i <= chunks.size(); i++) {
      if (i == chunks.size()
          || chunks.get(i).chunkId() - chunks.get(from).chunkId() >= MOST_CHUNKS
          || i - from == TokenPairs.MAX_CHUNKS) {
        write(sql, chunks.subList(from, i));
        from = i;
      }
    }
    planMerges(sql);
  }

  private void write(Sql sql, List<ChunkTokens> chunks) throws SQLException {
    TokenPairs pairs =
        new TokenPairs(chunks.stream().mapToInt(chunk -> chunk.tokens().length).sum());
    for (int i = 0; i < chunks.size(); i++) {
      pairs.add(i, chunks.get(i).tokens());
    }
    pairs.sort();
    long segmentId = dialect.nextNumbers(sql, Counters.TEXT_SEGMENT, 1);
    long first = chunks.get(0).chunkId();
    PageWriter writer = new PageWriter(segmentId);
    Offsets offsets = new Offsets();
    for (int i = 0; i < pairs.size(); ) {
      long token = pairs.token(i);
      offsets.clear();
      for (; i < pairs.size() && pairs.token(i) == token; i++) {
        offsets.add((int) (chunks.get(pairs.chunk(i)).chunkId() - first));
      }
      writer.add(token, offsets);
    }
    int pages = writer.flush(sql, dialect);
    long last = chunks.get(chunks.size() - 1).chunkId();
    new Segment(segmentId, Segment.LIVE, first, last, chunks.size(), 0, pages, null, 0).insert(sql);
  }

  /** Takes note that chunks are gone. */
  public void removed(Sql sql, List<Long> chunkIds) throws SQLException {
    if (chunkIds.isEmpty()) {
      return;
    }
    live.forget();
    for (Segment segment : Segment.ofState(sql, Segment.LIVE)) {
      long gone =
          chunkIds.stream()
              .filter(id -> id >= segment.firstChunk() && id <= segment.lastChunk())
              .count();
      if (gone > 0) {
        sql.update(
            "UPDATE text_segments SET dead = dead + ? WHERE segment_id = ?", gone, segment.id());
      }
    }
    planMerges(sql);
  }

  private void planMerges(Sql sql) throws SQLException {
    Map<Alike, List<Segment>> alike = new HashMap<>();
    for (Segment segment : Segment.ofState(sql, Segment.LIVE)) {
      if (segment.mergedInto() == null) {
        if (segment.dead() * DEAD_PART >= segment.chunks()) {
          begin(sql, List.of(segment));
        } else {
          alike.computeIfAbsent(Alike.of(segment), size -> new ArrayList<>()).add(segment);
        }
      }
    }
    for (List<Segment> some : alike.values()) {
      if (some.size() >= MERGED) {
        // the oldest: they are at the end
        begin(sql, some.subList(Math.max(0, some.size() - MOST_MERGED), some.size()));
      }
    }
  }

  /** Segments of one size, which differ by less than eight times, that are not far apart. */
  private record Alike(int size, long region) {
    private static Alike of(Segment segment) {
      return new Alike(
          (Long.SIZE - Long.numberOfLeadingZeros(segment.chunks())) / 3,
          segment.firstChunk() / MOST_CHUNKS);
    }
  }

  private void begin(Sql sql, List<Segment> sources) throws SQLException {
    long first = sources.stream().mapToLong(Segment::firstChunk).min().orElseThrow();
    long last = sources.stream().mapToLong(Segment::lastChunk).max().orElseThrow();
    if (last - first >= MOST_CHUNKS) {
      return;
    }
    long dead = sources.stream().mapToLong(Segment::dead).sum();
    long id = dialect.nextNumbers(sql, Counters.TEXT_SEGMENT, 1);
    new Segment(id, Segment.BUILDING, first, last, 0, dead, 0, null, 0).insert(sql);
    for (Segment source : sources) {
      sql.update("UPDATE text_segments SET merged_into = ? WHERE segment_id = ?", id, source.id());
    }
  }

  /**
   * Gives up segments that are damaged, and begins to make those anew that have chunks which are
   * gone; true when there is something to do.
   */
  public boolean rewrite(Sql sql) throws SQLException {
    giveUpDamaged(sql, Segment.ofState(sql, Segment.LIVE));
    for (Segment segment : Segment.ofState(sql, Segment.LIVE)) {
      if (segment.mergedInto() == null && segment.dead() > 0) {
        begin(sql, List.of(segment));
      }
    }
    return isUntidy(sql);
  }

  /** Queues the chunks of damaged segments again: until they are indexed, searches look at them. */
  private void giveUpDamaged(Sql sql, List<Segment> suspected) throws SQLException {
    for (Segment segment : suspected) {
      if (TextCheck.problem(sql, segment).isEmpty()) {
        continue;
      }
      sql.update(
          "INSERT INTO text_queue (chunk_id, queued_ms) SELECT chunk_id, ? FROM chunks"
              + " WHERE chunk_id BETWEEN ? AND ? AND archive_id IS NULL ON CONFLICT DO NOTHING",
          System.currentTimeMillis(),
          segment.firstChunk(),
          segment.lastChunk());
      Long target = segment.mergedInto();
      if (target != null) {
        sql.update("UPDATE text_segments SET merged_into = NULL WHERE merged_into = ?", target);
        discard(sql, target);
      }
      discard(sql, segment.id());
    }
  }

  private static void discard(Sql sql, long segmentId) throws SQLException {
    sql.update(
        "UPDATE text_segments SET state = ? WHERE segment_id = ?",
        (long) Segment.GARBAGE,
        segmentId);
  }

  /** Whether {@link #tidy} has something to do. */
  public boolean isUntidy(Sql sql) throws SQLException {
    return sql.one("SELECT 1 FROM text_segments WHERE state <> 0 LIMIT 1", row -> true).isPresent();
  }

  /** Does some of what is to be done; true when there is more. */
  public boolean tidy(Sql sql) throws SQLException {
    List<Segment> building = Segment.ofState(sql, Segment.BUILDING);
    if (!building.isEmpty()) {
      Merge smallest = null;
      for (Segment target : building) {
        Merge merge = new Merge(dialect, live, target, Segment.sources(sql, target.id()));
        if (smallest == null || merge.pages() < smallest.pages()) {
          smallest = merge;
        }
      }
      if (smallest != null) {
        advance(sql, smallest);
      }
    }
    List<Segment> garbage = Segment.ofState(sql, Segment.GARBAGE);
    if (!garbage.isEmpty()) {
      delete(sql, garbage.get(0));
    }
    return isUntidy(sql);
  }

  private void advance(Sql sql, Merge merge) throws SQLException {
    try {
      if (merge.advance(sql, PAGES_PER_STEP)) {
        planMerges(sql);
      }
    } catch (DamagedException e) {
      System.getLogger(TextIndex.class.getName())
          .log(System.Logger.Level.WARNING, "a part of the text index is made anew", e);
      giveUpDamaged(sql, merge.sources());
    }
  }

  /** Deletes some pages of a segment, and in the end its row. */
  private static void delete(Sql sql, Segment segment) throws SQLException {
    List<Object[]> pages = new ArrayList<>();
    long[] lastToken = {0};
    sql.visit(
        "SELECT first_token, page_no FROM text_directory WHERE segment_id = ? ORDER BY first_token LIMIT ?",
        row -> {
          lastToken[0] = row.getLong(1);
          pages.add(new Object[] {row.getLong(2)});
          return true;
        },
        segment.id(),
        (long) PAGES_PER_STEP);
    sql.delete(PageWriter.PAGES, 1, pages);
    sql.update(
        "DELETE FROM text_directory WHERE segment_id = ? AND first_token <= ?",
        segment.id(),
        lastToken[0]);
    if (pages.size() < PAGES_PER_STEP) {
      sql.update("DELETE FROM text_segments WHERE segment_id = ?", segment.id());
    }
  }
}

package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one segment of some, step by step, without the chunks that are gone. */
final class Merge {
  private final Dialect dialect;
  private final LiveChunks live;
  private final Segment target;
  private final List<Segment> sources;

  Merge(Dialect dialect, LiveChunks live, Segment target, List<Segment> sources) {
    this.dialect = dialect;
    this.live = live;
    this.target = target;
    this.sources = sources;
  }

  /** How many pages it has to read in all. */
  long pages() {
    return sources.stream().mapToLong(Segment::pages).sum();
  }

  List<Segment> sources() {
    return sources;
  }

  private long dead() {
    return sources.stream().mapToLong(Segment::dead).sum();
  }

  /** Goes on until about so many pages are read; true when it is over. */
  boolean advance(Sql sql, int mostPages) throws SQLException {
    List<SegmentCursor> cursors = new ArrayList<>();
    for (Segment source : sources) {
      int shift = (int) (source.firstChunk() - target.firstChunk());
      cursors.add(new SegmentCursor(sql, source, shift, target.nextToken()));
    }
    BitSet there = dead() > 0 ? live.of(sql, target) : null;
    PageWriter writer = new PageWriter(target.id());
    Offsets offsets = new Offsets();
    long token = smallest(cursors);
    while (token != SegmentCursor.END && pagesRead(cursors) < mostPages + cursors.size()) {
      offsets.clear();
      for (SegmentCursor cursor : cursors) {
        if (cursor.token() == token) {
          cursor.read(offsets);
          cursor.advance();
        }
      }
      offsets.order();
      Offsets kept = there == null ? offsets : kept(offsets, there);
      if (kept.size() > 0) {
        writer.add(token, kept);
      }
      token = smallest(cursors);
    }
    int written = writer.flush(sql, dialect);
    if (token != SegmentCursor.END) {
      sql.update(
          "UPDATE text_segments SET next_token = ?, pages = pages + ? WHERE segment_id = ?",
          token,
          (long) written,
          target.id());
      return false;
    }
    finish(sql, written, there);
    return true;
  }

  private static long smallest(List<SegmentCursor> cursors) {
    long smallest = SegmentCursor.END;
    for (SegmentCursor cursor : cursors) {
      smallest = Math.min(smallest, cursor.token());
    }
    return smallest;
  }

  private static int pagesRead(List<SegmentCursor> cursors) {
    int pages = 0;
    for (SegmentCursor cursor : cursors) {
      pages += cursor.pagesRead();
    }
    return pages;
  }

  private static Offsets kept(Offsets all, BitSet there) {
    Offsets kept = new Offsets();
    for (int i = 0; i < all.size(); i++) {
      if (there.get(all.get(i))) {
        kept.add(all.get(i));
      }
    }
    return kept;
  }

  /** From now on searches look at the target. */
  private void finish(Sql sql, int written, @Nullable BitSet there) throws SQLException {
    long pages = target.pages() + written;
    long chunks = sources.stream().mapToLong(Segment::chunks).sum();
    long left = there == null ? chunks : Math.max(1, Math.min(chunks, there.cardinality()));
    long died = Math.max(0, dead() - target.dead());
    sql.update(
        "UPDATE text_segments SET state = ?, merged_into = NULL WHERE merged_into = ?",
        (long) Segment.GARBAGE,
        target.id());
    sql.update(
        "UPDATE text_segments SET state = ?, chunks = ?, dead = ?, pages = ?, next_token = 0"
            + " WHERE segment_id = ?",
        (long) (pages == 0 ? Segment.GARBAGE : Segment.LIVE),
        left,
        died,
        pages,
        target.id());
  }
}

package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Goes through the tokens of a segment. Not thread-safe. */
final class SegmentCursor {
  static final long END = Long.MAX_VALUE;

  private final Sql sql;
  private final Segment segment;
  private final int shift;
  private @Nullable Page page;
  private int index;
  private int pagesRead;

  /**
   * A cursor at the first token that is not less than one.
   *
   * @param shift what is added to offsets
   */
  SegmentCursor(Sql sql, Segment segment, int shift, long fromToken) throws SQLException {
    this.sql = sql;
    this.segment = segment;
    this.shift = shift;
    load(SinglePages.SELECT, fromToken);
    if (page == null) {
      next(-1);
    }
    while (token() < fromToken) {
      advance();
    }
  }

  private void next(long behindToken) throws SQLException {
    load(
        "SELECT d.first_token, p.data FROM text_directory d JOIN text_pages p ON p.page_no = d.page_no"
            + " WHERE d.segment_id = ? AND d.first_token > ? ORDER BY d.first_token LIMIT 1",
        behindToken);
  }

  private void load(String select, long token) throws SQLException {
    index = 0;
    page =
        sql.one(select, row -> new Page(row.getLong(1), row.getBytes(2)), segment.id(), token)
            .orElse(null);
    pagesRead++;
  }

  /** The token here; {@link #END} behind the last. */
  long token() {
    return page == null ? END : page.token(index);
  }

  void read(Offsets into) throws DamagedException {
    if (page != null) {
      page.read(index, shift, into);
    }
  }

  void advance() throws SQLException {
    Page here = page;
    if (here != null && ++index == here.size()) {
      next(here.lastToken());
    }
  }

  int pagesRead() {
    return pagesRead;
  }
}

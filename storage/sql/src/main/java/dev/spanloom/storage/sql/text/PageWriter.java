package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes pages of tokens that come in order. Not thread-safe. */
final class PageWriter {
  static final Table PAGES = Table.of("text_pages", 1, "page_no i", "data b");
  static final Table DIRECTORY =
      Table.of("text_directory", 2, "segment_id i", "first_token i", "page_no i");

  /** So that a page of ours fills one of SQLite's, and two fill one of PostgreSQL's. */
  private static final int PAGE_BYTES = 4_000;

  private final long segmentId;
  private final List<Long> firstTokens = new ArrayList<>();
  private final List<byte[]> pages = new ArrayList<>();
  private final ByteSink page = new ByteSink();
  private final ByteSink list = new ByteSink();
  private long firstToken;
  private long lastToken;

  PageWriter(long segmentId) {
    this.segmentId = segmentId;
  }

  /** Adds a token, larger than those before, with at least one chunk. */
  void add(long token, Offsets chunks) {
    list.clear();
    boolean bitmap = encode(chunks, list);
    long head = (long) list.size() << 1 | (bitmap ? 1 : 0);
    int size = list.size() + ByteSink.varintSize(token - lastToken) + ByteSink.varintSize(head);
    if (page.size() > 0 && page.size() + size > PAGE_BYTES) {
      finish();
    }
    if (page.size() == 0) {
      firstToken = token;
      lastToken = token;
    }
    page.varint(token - lastToken);
    page.varint(head);
    page.append(list);
    lastToken = token;
  }

  /** Writes a list in the shorter of its two forms; true when that is the one of bits. */
  private static boolean encode(Offsets chunks, ByteSink out) {
    int first = chunks.get(0);
    int firstByte = first >>> 3;
    int bytes = (chunks.get(chunks.size() - 1) >>> 3) - firstByte + 1;
    if (bytes < chunks.size()) {
      out.varint(firstByte);
      int start = out.zeros(bytes);
      for (int i = 0; i < chunks.size(); i++) {
        out.setBit(start, chunks.get(i) - (firstByte << 3));
      }
      return true;
    }
    out.varint(first);
    for (int i = 1; i < chunks.size(); i++) {
      out.varint(chunks.get(i) - chunks.get(i - 1) - 1);
    }
    return false;
  }

  private void finish() {
    firstTokens.add(firstToken);
    pages.add(page.toArray());
    page.clear();
  }

  /** The pages so far, and the one that is being made. */
  List<Page> pagesMade() throws DamagedException {
    if (page.size() > 0) {
      finish();
    }
    List<Page> made = new ArrayList<>(pages.size());
    for (int i = 0; i < pages.size(); i++) {
      made.add(new Page(firstTokens.get(i), pages.get(i)));
    }
    return made;
  }

  /** Writes the pages; how many there were. */
  int flush(Sql sql, Dialect dialect) throws SQLException {
    if (page.size() > 0) {
      finish();
    }
    if (pages.isEmpty()) {
      return 0;
    }
    long next = dialect.nextNumbers(sql, Counters.TEXT_PAGE, pages.size());
    List<@Nullable Object[]> rows = new ArrayList<>(pages.size());
    List<@Nullable Object[]> directory = new ArrayList<>(pages.size());
    for (int i = 0; i < pages.size(); i++) {
      directory.add(new @Nullable Object[] {segmentId, firstTokens.get(i), next});
      rows.add(new @Nullable Object[] {next++, pages.get(i)});
    }
    sql.insert(PAGES, "", rows);
    sql.insert(DIRECTORY, "", directory);
    int written = pages.size();
    pages.clear();
    firstTokens.clear();
    return written;
  }
}

package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.List;

/** Reads the pages of segments that a search needs. */
public interface PageSource {
  /** Page after page: for a database within the process. */
  PageSource ONE_BY_ONE = new SinglePages();

  /** For how many segments it is best asked at once. */
  int segmentsAtOnce();

  /**
   * Reads the pages that may hold tokens, each once, those of a segment in their order.
   *
   * @param tokens sorted
   */
  void read(Sql sql, List<Long> segmentIds, List<Long> tokens, Reader reader) throws SQLException;

  /** Takes a page, and tells its last token. */
  interface Reader {
    long page(long segmentId, long firstToken, byte[] data) throws SQLException;
  }
}

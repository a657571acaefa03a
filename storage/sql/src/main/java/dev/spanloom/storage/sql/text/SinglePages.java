package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.List;

/** Reads page after page. Thread-safe. */
final class SinglePages implements PageSource {
  /** The page of a segment that may hold a token: the last that does not begin behind it. */
  static final String SELECT =
      "SELECT d.first_token, p.data FROM text_directory d JOIN text_pages p ON p.page_no = d.page_no"
          + " WHERE d.segment_id = ? AND d.first_token <= ? ORDER BY d.first_token DESC LIMIT 1";

  @Override
  public int segmentsAtOnce() {
    return 1;
  }

  @Override
  public void read(Sql sql, List<Long> segmentIds, List<Long> tokens, Reader reader)
      throws SQLException {
    for (Long segmentId : segmentIds) {
      long[] firstAndLast = {-1, -1};
      for (Long token : tokens) {
        if (token > firstAndLast[1]) {
          sql.visit(
              SELECT,
              row -> {
                long firstToken = row.getLong(1);
                if (firstToken != firstAndLast[0]) {
                  firstAndLast[0] = firstToken;
                  firstAndLast[1] = reader.page(segmentId, firstToken, row.getBytes(2));
                }
                return false;
              },
              segmentId,
              token);
        }
      }
    }
  }
}

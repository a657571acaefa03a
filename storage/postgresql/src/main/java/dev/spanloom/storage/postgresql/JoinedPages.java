package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.text.PageSource;
import java.sql.SQLException;
import java.util.List;

/** Reads the pages of some segments at once: a question to the server takes its time. */
final class JoinedPages implements PageSource {
  static final PageSource INSTANCE = new JoinedPages();

  private static final int SEGMENTS_AT_ONCE = 8;

  private static final String SELECT =
      "SELECT place.segment_id, place.first_token, p.data"
          + " FROM (SELECT DISTINCT segment_id, first_token, page_no"
          + " FROM unnest(CAST(? AS bigint[])) AS segments (asked_segment),"
          + " unnest(CAST(? AS bigint[])) AS tokens (asked_token),"
          + " LATERAL (SELECT segment_id, first_token, page_no FROM text_directory"
          + " WHERE segment_id = asked_segment AND first_token <= asked_token"
          + " ORDER BY first_token DESC LIMIT 1) AS found) AS place,"
          + " LATERAL (SELECT data FROM text_pages WHERE page_no = place.page_no OFFSET 0) AS p"
          + " ORDER BY place.segment_id, place.first_token";

  private JoinedPages() {}

  @Override
  public int segmentsAtOnce() {
    return SEGMENTS_AT_ONCE;
  }

  @Override
  public void read(Sql sql, List<Long> segmentIds, List<Long> tokens, Reader reader)
      throws SQLException {
    sql.visit(
        SELECT,
        row -> {
          reader.page(row.getLong(1), row.getLong(2), row.getBytes(3));
          return true;
        },
        array(segmentIds),
        array(tokens));
  }

  private static long[] array(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }
}

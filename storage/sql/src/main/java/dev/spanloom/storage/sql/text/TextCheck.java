package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks for damage of the text index. */
public final class TextCheck {
  private TextCheck() {}

  /** What is wrong, in words; each page is read. */
  public static List<String> problems(Sql sql) throws SQLException {
    List<String> problems = new ArrayList<>();
    List<Segment> segments = new ArrayList<>(Segment.ofState(sql, Segment.LIVE));
    segments.addAll(Segment.ofState(sql, Segment.BUILDING));
    for (Segment segment : segments) {
      String problem = problem(sql, segment);
      if (!problem.isEmpty()) {
        problems.add("text index, segment " + segment.id() + ": " + problem);
      }
    }
    return problems;
  }

  /** What is wrong with a segment; empty for nothing. */
  static String problem(Sql sql, Segment segment) throws SQLException {
    long[] pages = {0};
    long[] last = {-1};
    String[] problem = {""};
    Offsets offsets = new Offsets();
    sql.visit(
        "SELECT d.first_token, p.data FROM text_directory d LEFT JOIN text_pages p ON p.page_no = d.page_no"
            + " WHERE d.segment_id = ? ORDER BY d.first_token",
        row -> {
          byte[] data = row.getBytes(2);
          pages[0]++;
          problem[0] =
              data == null
                  ? "a page is missing"
                  : problem(segment, row.getLong(1), data, last, offsets);
          return problem[0].isEmpty();
        },
        segment.id());
    if (problem[0].isEmpty() && pages[0] != segment.pages()) {
      return "it has " + pages[0] + " pages (expected: " + segment.pages() + ")";
    }
    return problem[0];
  }

  private static String problem(
      Segment segment, long firstToken, byte[] data, long[] last, Offsets offsets) {
    try {
      Page page = new Page(firstToken, data);
      for (int i = 0; i < page.size(); i++) {
        offsets.clear();
        page.read(i, 0, offsets);
        long greatest = segment.firstChunk() + offsets.get(offsets.size() - 1);
        if (page.token(i) <= last[0] || offsets.get(0) < 0 || greatest > segment.lastChunk()) {
          return "a page is not in order";
        }
        last[0] = page.token(i);
      }
      return "";
    } catch (DamagedException e) {
      return String.valueOf(e.getMessage());
    }
  }
}

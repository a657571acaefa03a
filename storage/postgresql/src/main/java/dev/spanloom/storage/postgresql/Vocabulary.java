package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The words that occur, found by a part of them: each has the numbers of its groups of three
 * characters beside it, in an inverted index. That needs no extension of the server.
 */
final class Vocabulary {
  private static final int GRAM = 3;

  /** Behind every text that begins with what stands before it. */
  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  private Vocabulary() {}

  /** Adds those words that are new. */
  static void add(Sql sql, Collection<String> words) throws SQLException {
    List<String> added =
        sql.list(
            "SELECT word FROM unnest(CAST(? AS text[])) AS seen (word) LEFT JOIN LATERAL"
                + " (SELECT true AS known FROM words WHERE words.word = seen.word OFFSET 0) AS stored"
                + " ON true WHERE known IS NULL",
            row -> row.getString(1),
            (Object) words.toArray(new String[0]));
    if (added.isEmpty()) {
      return;
    }
    sql.update(
        "INSERT INTO words (word, grams) SELECT word, CAST(grams AS integer[])"
            + " FROM unnest(CAST(? AS text[]), CAST(? AS text[])) AS added (word, grams)"
            + " ON CONFLICT (word) DO NOTHING",
        added.toArray(new String[0]),
        added.stream().map(Vocabulary::grams).toArray(String[]::new));
  }

  static List<String> find(Sql sql, String part, boolean atStart, boolean atEnd, int limit)
      throws SQLException {
    if (atStart && atEnd) {
      return words(sql, "word = ?", limit, part);
    }
    if (atStart) {
      return words(sql, "word >= ? AND word < ?", limit, part, part + LAST_CHARACTER);
    }
    String condition = atEnd ? "right(word, ?) = ?" : "strpos(word, ?) > 0";
    Object[] parameters =
        atEnd ? new Object[] {part.codePointCount(0, part.length()), part} : new Object[] {part};
    String grams = grams(part);
    if (grams.equals("{}")) {
      return words(sql, condition, limit, parameters);
    }
    Object[] all = new Object[parameters.length + 1];
    all[0] = grams;
    System.arraycopy(parameters, 0, all, 1, parameters.length);
    return words(sql, "grams @> CAST(? AS integer[]) AND " + condition, limit, all);
  }

  private static List<String> words(Sql sql, String condition, int limit, Object... parameters)
      throws SQLException {
    Object[] all = Arrays.copyOf(parameters, parameters.length + 1);
    all[parameters.length] = limit;
    return sql.list(
        "SELECT word FROM words WHERE " + condition + " LIMIT ?", row -> row.getString(1), all);
  }

  /** The groups of three neighbours as an array in text form; empty for a shorter text. */
  private static String grams(String text) {
    int[] characters = text.codePoints().toArray();
    int[] grams = new int[Math.max(0, characters.length - GRAM + 1)];
    for (int i = 0; i < grams.length; i++) {
      grams[i] = (characters[i] * 31 + characters[i + 1]) * 0x9E3779B1 + characters[i + 2];
    }
    return Arrays.stream(grams)
        .distinct()
        .sorted()
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "{", "}"));
  }
}

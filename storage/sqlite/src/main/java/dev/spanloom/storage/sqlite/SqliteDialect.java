package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.text.ChunkSet;
import dev.spanloom.storage.sql.text.IndexingDialect;
import dev.spanloom.storage.sql.text.PageSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * SQLite's words: lists of values are JSON texts. Thread-safe but for what takes a connection,
 * which only its owner calls.
 */
final class SqliteDialect extends IndexingDialect {
  private static final int TRIGRAM = 3;

  /** A search for something common reads them all; to move fewer would touch as many pages. */
  static final int FRESH_TRACES = 400;

  private static final List<Table> POSTINGS = List.of(Tables.POSTINGS, Tables.FRESH_POSTINGS);

  private final int freshTraces;

  SqliteDialect() {
    this(FRESH_TRACES);
  }

  SqliteDialect(int freshTraces) {
    this.freshTraces = freshTraces;
  }

  @Override
  public String inNumbers(String column) {
    return column + " IN (SELECT value FROM json_each(?))";
  }

  @Override
  public Object numbers(Collection<Long> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }

  @Override
  public String inTexts(String column) {
    return column + " IN (SELECT value FROM json_each(?))";
  }

  @Override
  public Object texts(Collection<String> values) {
    return JsonWriter.write(List.copyOf(values));
  }

  @Override
  public String indexed(String expression) {
    return expression;
  }

  @Override
  public String indexedText(String text) {
    return text;
  }

  @Override
  public String forUpdate() {
    return ""; // a writer has the whole file to itself
  }

  /** A posting of each term would change a page of each in every transaction. */
  @Override
  public List<Table> postings() {
    return POSTINGS;
  }

  @Override
  public int freshTraces() {
    return freshTraces;
  }

  @Override
  public Long changesOfOthers(Sql sql) throws SQLException {
    return sql.one("PRAGMA data_version", row -> row.getLong(1)).orElseThrow();
  }

  @Override
  public long nextNumbers(Sql sql, String counter, int count) throws SQLException {
    long last =
        sql.one(
                "UPDATE counters SET value = value + ? WHERE name = ? RETURNING value",
                row -> row.getLong(1),
                count,
                counter)
            .orElseThrow(() -> new IllegalStateException("no counter " + counter));
    return last - count + 1;
  }

  @Override
  protected PageSource pages() {
    return PageSource.ONE_BY_ONE;
  }

  /** By a mark for each chunk that there is. */
  @Override
  protected ChunkTest amongMany(String chunkId, ChunkSet chunks) {
    long first = chunks.first();
    long last = chunks.last();
    byte[] marks = new byte[Math.toIntExact(last - first + 1)];
    chunks.stream().forEach(chunk -> marks[(int) (chunk - first)] = 1);
    return new ChunkTest(
        "(" + chunkId + " BETWEEN ? AND ? AND substr(?, " + chunkId + " - ?, 1) = x'01')",
        List.of(first, last, marks, first - 1));
  }

  @Override
  protected void addToVocabulary(Sql sql, SortedSet<String> words) throws SQLException {
    for (String word : words) {
      if (sql.update("INSERT INTO words (word) VALUES (?) ON CONFLICT (word) DO NOTHING", word)
          == 1) {
        sql.update("INSERT INTO word_parts (rowid, word) VALUES (last_insert_rowid(), ?)", word);
      }
    }
  }

  @Override
  public List<String> vocabulary(Sql sql, String part, boolean atStart, boolean atEnd, int limit)
      throws SQLException {
    if (atStart) {
      List<String> found = new ArrayList<>();
      sql.visit(
          "SELECT word FROM words WHERE word >= ? ORDER BY word",
          row -> {
            String word = row.getString(1);
            if (!word.startsWith(part)) {
              return false;
            }
            if (!atEnd || word.equals(part)) {
              found.add(word);
            }
            return found.size() < limit && !atEnd;
          },
          part);
      return found;
    }
    String pattern = '*' + part + (atEnd ? "" : "*");
    String table = part.codePointCount(0, part.length()) < TRIGRAM ? "words" : "word_parts";
    return sql.list(
        "SELECT word FROM " + table + " WHERE word GLOB ? LIMIT ?",
        row -> row.getString(1),
        pattern,
        limit);
  }
}

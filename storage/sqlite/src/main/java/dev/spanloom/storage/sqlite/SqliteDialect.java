package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.WordMarks;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * SQLite's words: lists of values are JSON texts, the text index is FTS5. Thread-safe but for what
 * takes a connection, which only its owner calls.
 */
final class SqliteDialect implements Dialect {
  private static final int MAX_KNOWN_WORDS = 400_000;
  private static final int TRIGRAM = 3;

  /** Words that are in the vocabulary for certain: those of transactions that are over. */
  private final Set<String> knownWords = ConcurrentHashMap.newKeySet();

  /** Words of the transaction of now, or the last one. */
  private final Set<String> freshWords = new TreeSet<>();

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
  public String chunkHasWords(String chunkId) {
    return chunkId + " IN (SELECT rowid FROM chunk_text WHERE chunk_text MATCH ?)";
  }

  @Override
  public String chunksWithWords() {
    return "SELECT rowid AS chunk_id FROM chunk_text WHERE chunk_text MATCH ? ORDER BY rowid DESC";
  }

  @Override
  public String wordQuery(List<WordChoice> all) {
    return all.stream().map(SqliteDialect::choice).collect(Collectors.joining(" AND "));
  }

  private static String choice(WordChoice choice) {
    List<String> alternatives = new ArrayList<>();
    choice.anyWord().forEach(word -> alternatives.add('"' + token(word) + '"'));
    if (!choice.orAllPieces().isEmpty()) {
      alternatives.add(
          choice.orAllPieces().stream()
              .map(piece -> '"' + token(piece) + '"')
              .collect(Collectors.joining(" AND ", "(", ")")));
    }
    return '(' + String.join(" OR ", alternatives) + ')';
  }

  /**
   * How a word stands in FTS5: its tokenizer and ours do not agree on every letter of the world, so
   * those outside of ASCII are spelled by their numbers.
   */
  private static String token(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) > 127) {
        return spelled(word);
      }
    }
    return word;
  }

  private static String spelled(String word) {
    StringBuilder out = new StringBuilder("zu");
    word.chars().forEach(c -> out.append(Integer.toHexString(c)).append('x'));
    return out.toString();
  }

  @Override
  public IndexableWords indexable(Collection<String> words) {
    StringBuilder text = new StringBuilder(words.size() * 8);
    List<String> vocabulary = new ArrayList<>();
    for (String word : words) {
      text.append(token(word)).append(' ');
      if (WordMarks.isVocabulary(word) && !knownWords.contains(word)) {
        vocabulary.add(word);
      }
    }
    return new IndexableWords(text.toString(), vocabulary);
  }

  @Override
  public void indexWords(Sql sql, List<ChunkWords> chunks) throws SQLException {
    if (knownWords.size() > MAX_KNOWN_WORDS) {
      knownWords.clear();
    }
    knownWords.addAll(freshWords); // whoever is here has committed what was before
    freshWords.clear(); // sorted: neighbours lie on one page of the index
    for (ChunkWords chunk : chunks) {
      sql.update(
          "INSERT INTO chunk_text (rowid, words) VALUES (?, ?)",
          chunk.chunkId(),
          chunk.words().text());
      for (String word : chunk.words().vocabulary()) {
        if (!knownWords.contains(word)) {
          freshWords.add(word);
        }
      }
    }
    for (String word : freshWords) {
      if (sql.update("INSERT INTO words (word) VALUES (?) ON CONFLICT (word) DO NOTHING", word)
          == 1) {
        sql.update("INSERT INTO word_parts (rowid, word) VALUES (last_insert_rowid(), ?)", word);
      }
    }
  }

  @Override
  public void forget() {
    knownWords.clear();
    freshWords.clear();
  }

  @Override
  public void removeWords(Sql sql, List<Long> chunkIds) throws SQLException {
    for (Long chunkId : chunkIds) {
      sql.update("DELETE FROM chunk_text WHERE rowid = ?", chunkId);
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

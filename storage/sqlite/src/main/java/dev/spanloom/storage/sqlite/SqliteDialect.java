package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.query.WordSet;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.WordMarks;
import dev.spanloom.storage.sqlite.text.ChunkTokens;
import dev.spanloom.storage.sqlite.text.TextIndex;
import dev.spanloom.storage.sqlite.text.Token;
import dev.spanloom.storage.sqlite.text.WordSearch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * SQLite's words: lists of values are JSON texts, the text index is our own. Thread-safe but for
 * what takes a connection, which only its owner calls.
 */
final class SqliteDialect implements Dialect {
  private static final int MAX_KNOWN_WORDS = 400_000;
  private static final int TRIGRAM = 3;

  /** Words that are in the vocabulary for certain: those of transactions that are over. */
  private final WordHashes knownWords = new WordHashes();

  /** Words of the transaction of now, or the last one. */
  private final Set<String> freshWords = new TreeSet<>();

  private final TextIndex textIndex = new TextIndex(this);

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
  public ChunkTest chunkHasWords(Sql sql, String chunkId, String wordQuery) throws SQLException {
    return WordSearch.test(sql, this, chunkId, wordQuery);
  }

  @Override
  public void visitChunksWithWords(Sql sql, String wordQuery, ChunkVisitor visitor)
      throws SQLException {
    WordSearch.visit(sql, wordQuery, visitor);
  }

  @Override
  public String wordQuery(List<WordChoice> all) {
    return WordSearch.query(all);
  }

  @Override
  public IndexableWords indexable(WordSet words) {
    List<String> vocabulary = new ArrayList<>();
    Set<String> marks = new HashSet<>();
    long[] tokens = new long[words.size()];
    for (int i = 0; i < tokens.length; i++) {
      long hash = words.hash(i);
      tokens[i] = Token.of(hash);
      if (!knownWords.contains(hash)) {
        String word = words.word(i);
        if (WordMarks.isVocabulary(word)) {
          vocabulary.add(word);
        } else {
          marks.addAll(WordMarks.pieces(word));
        }
      }
    }
    if (words.hasLong()) {
      marks.add(WordMarks.LONG);
    }
    long[] all = Arrays.copyOf(tokens, tokens.length + marks.size());
    int next = tokens.length;
    for (String mark : marks) {
      all[next++] = Token.of(mark);
    }
    return new TokenizedWords(all, vocabulary);
  }

  /** The words of a chunk: their tokens, and those that may be new to the vocabulary. */
  private static final class TokenizedWords implements IndexableWords {
    private final long[] tokens;
    private final List<String> vocabulary;

    private TokenizedWords(long[] tokens, List<String> vocabulary) {
      this.tokens = tokens;
      this.vocabulary = vocabulary;
    }

    @Override
    public int bytes() {
      return tokens.length * Long.BYTES;
    }
  }

  @Override
  public void indexWords(Sql sql, List<ChunkWords> chunks) throws SQLException {
    if (knownWords.size() > MAX_KNOWN_WORDS) {
      knownWords.clear();
    }
    freshWords.forEach(knownWords::add); // whoever is here has committed what was before
    freshWords.clear(); // sorted: neighbours lie on one page of the index
    List<ChunkTokens> tokens = new ArrayList<>(chunks.size());
    for (ChunkWords chunk : chunks) {
      TokenizedWords words = (TokenizedWords) chunk.words();
      tokens.add(new ChunkTokens(chunk.chunkId(), words.tokens));
      for (String word : words.vocabulary) {
        if (!knownWords.contains(WordSet.hash(word))) {
          freshWords.add(word);
        }
      }
    }
    textIndex.add(sql, tokens);
    for (String word : freshWords) {
      if (sql.update("INSERT INTO words (word) VALUES (?) ON CONFLICT (word) DO NOTHING", word)
          == 1) {
        sql.update("INSERT INTO word_parts (rowid, word) VALUES (last_insert_rowid(), ?)", word);
      }
    }
  }

  @Override
  public boolean hasUntidyWords(Sql sql) throws SQLException {
    return textIndex.isUntidy(sql);
  }

  @Override
  public boolean tidyWords(Sql sql) throws SQLException {
    return textIndex.tidy(sql);
  }

  /** Makes ready to give back the space of words that are gone; true when there is some. */
  boolean rewriteWords(Sql sql) throws SQLException {
    return textIndex.rewrite(sql);
  }

  @Override
  public void forget() {
    knownWords.clear();
    freshWords.clear();
    textIndex.forget();
  }

  @Override
  public void removeWords(Sql sql, List<Long> chunkIds) throws SQLException {
    textIndex.removed(sql, chunkIds);
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

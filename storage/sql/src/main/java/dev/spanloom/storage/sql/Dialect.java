package dev.spanloom.storage.sql;

import dev.spanloom.query.WordSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the engines' SQL differs. Thread-safe but for what is called within transactions of the
 * writer.
 */
public interface Dialect {
  /** {@code column IN (one parameter that holds all numbers)}. */
  String inNumbers(String column);

  /** The value of that parameter. */
  Object numbers(Collection<Long> values);

  /** {@code column IN (one parameter that holds all texts)}. */
  String inTexts(String column);

  /** The value of that parameter. */
  Object texts(Collection<String> values);

  /**
   * What an index holds of an expression whose texts may be long: the expression itself, or its
   * start. Who searches by such an index asks for it, too.
   */
  String indexed(String expression);

  /** The same of a text. */
  String indexedText(String text);

  /** What makes a SELECT lock the rows that it reads for this transaction; may be empty. */
  String forUpdate();

  /**
   * The tables that have the postings: all those of a trace are in one of them. Where there is a
   * second one, it has those of the newest traces, which are moved to the first behind the
   * acknowledgement, many at once.
   */
  List<Table> postings();

  /** So many traces have postings in the second table before they are moved to the first. */
  int freshTraces();

  /**
   * A number that is another one once anybody but this connection has changed the database; null
   * where nobody can tell. Within a transaction of the writer.
   */
  @Nullable Long changesOfOthers(Sql sql) throws SQLException;

  /** Numbers never given before, for rows of a table: {@code trace_no}, {@code chunk_id}, … */
  long nextNumbers(Sql sql, String counter, int count) throws SQLException;

  /**
   * The condition that a chunk, whose number is the expression, has words that satisfy a query in
   * the text index, as it is in the transaction of now.
   *
   * @param wordQuery of {@link #wordQuery}
   */
  ChunkTest chunkHasWords(Sql sql, String chunkId, String wordQuery) throws SQLException;

  /**
   * Visits all chunks that satisfy a query, the newest first.
   *
   * @param wordQuery of {@link #wordQuery}
   */
  void visitChunksWithWords(Sql sql, String wordQuery, ChunkVisitor visitor) throws SQLException;

  /** A query that all choices are met. Words have letters and digits only. */
  String wordQuery(List<WordChoice> all);

  /** Makes of the words of a chunk what {@link #indexWords} wants. On any thread. */
  IndexableWords indexable(WordSet words);

  /** Puts words of chunks into the text index, and what is new into the vocabulary. */
  void indexWords(Sql sql, List<ChunkWords> chunks) throws SQLException;

  /** Whether {@link #tidyWords} has something to do. */
  boolean hasUntidyWords(Sql sql) throws SQLException;

  /** Does a little of what keeps the text index small and fast; true when there is more to do. */
  boolean tidyWords(Sql sql) throws SQLException;

  /** A transaction was taken back: what was learned in it may be wrong. */
  void forget();

  /** Takes chunks out of the text index. */
  void removeWords(Sql sql, List<Long> chunkIds) throws SQLException;

  /**
   * Words of the vocabulary that contain a part.
   *
   * @param part folded, not empty
   * @param atStart the word begins with it
   * @param atEnd the word ends with it
   * @param limit at most so many
   */
  List<String> vocabulary(Sql sql, String part, boolean atStart, boolean atEnd, int limit)
      throws SQLException;

  /**
   * What a chunk must have: one of some words, or all of some pieces.
   *
   * @param anyWord may be empty
   * @param orAllPieces may be empty, which nothing meets
   */
  record WordChoice(Set<String> anyWord, List<String> orAllPieces) {}

  /** Distinct words, ready to be indexed, in the form of the engine. */
  interface IndexableWords {
    /** About how much memory they take. */
    int bytes();
  }

  /** The words of a chunk. */
  record ChunkWords(long chunkId, IndexableWords words) {}

  /** A condition, and the values of its parameters. */
  record ChunkTest(String condition, List<Object> parameters) {}

  /** Takes a chunk; false ends the visit. */
  interface ChunkVisitor {
    boolean visit(long chunkId) throws SQLException;
  }
}

package dev.spanloom.storage.sql;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

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

  /** What makes a SELECT lock the rows that it reads for this transaction; may be empty. */
  String forUpdate();

  /** Numbers never given before, for rows of a table: {@code trace_no}, {@code chunk_id}, … */
  long nextNumbers(Sql sql, String counter, int count) throws SQLException;

  /**
   * The condition that a chunk, whose number is the expression, has words that satisfy a query in
   * the text index; with one parameter, {@link #wordQuery}.
   */
  String chunkHasWords(String chunkId);

  /**
   * A SELECT of {@code chunk_id} of all chunks that satisfy a query, the newest first; with one
   * parameter, {@link #wordQuery}.
   */
  String chunksWithWords();

  /** A query: of each set at least one word. Words have letters and digits only. */
  String wordQuery(List<Set<String>> anyOfEach);

  /** Puts words of chunks into the text index, and words that are new into the vocabulary. */
  void indexWords(Sql sql, List<ChunkWords> chunks) throws SQLException;

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

  /** The distinct words of a chunk. */
  record ChunkWords(long chunkId, Collection<String> words) {}
}

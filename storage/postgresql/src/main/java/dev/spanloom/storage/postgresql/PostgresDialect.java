package dev.spanloom.storage.postgresql;

import dev.spanloom.query.WordSet;
import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.WordMarks;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The SQL of PostgreSQL: lists are arrays, numbers come from sequences, the text index is a {@code
 * tsvector} of our own words. Thread-safe but for what takes a connection and changes something,
 * which only the writer calls.
 */
final class PostgresDialect implements Dialect {
  private static final Pattern COUNTER = Pattern.compile("[a-z_]+");

  /** Two of them and something more fit into an entry, whatever the letters. */
  private static final int INDEXED_CHARS = 200;

  /** No chunk has this one. */
  private static final String NO_WORD = "\u0002";

  private final Partitions partitions;
  private final Vocabulary vocabulary = new Vocabulary();

  PostgresDialect(Partitions partitions) {
    this.partitions = partitions;
  }

  Partitions partitions() {
    return partitions;
  }

  @Override
  public String inNumbers(String column) {
    return column + " = ANY (?)";
  }

  @Override
  public Object numbers(Collection<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public String inTexts(String column) {
    return column + " = ANY (?)";
  }

  @Override
  public Object texts(Collection<String> values) {
    return values.toArray(new String[0]);
  }

  /** An entry of an index has to fit on a third of a page. */
  @Override
  public String indexed(String expression) {
    return startOf(expression);
  }

  static String startOf(String expression) {
    return "left(" + expression + ", " + INDEXED_CHARS + ")";
  }

  @Override
  public String indexedText(String text) {
    String storable = PostgresText.storable(text);
    return storable.codePointCount(0, storable.length()) <= INDEXED_CHARS
        ? storable
        : storable.substring(0, storable.offsetByCodePoints(0, INDEXED_CHARS));
  }

  /** Writers take turns anyway. */
  @Override
  public String forUpdate() {
    return "";
  }

  static String sequence(String counter) {
    if (!COUNTER.matcher(counter).matches()) {
      throw new IllegalArgumentException("counter: \"" + counter + "\" (expected: a name)");
    }
    return counter + "_numbers";
  }

  @Override
  public long nextNumbers(Sql sql, String counter, int count) throws SQLException {
    String sequence = sequence(counter);
    if (counter.equals(Counters.CHUNK_ID)) {
      partitions.advance(System.currentTimeMillis());
    }
    return sql.one(
            "SELECT setval('"
                + sequence
                + "', nextval('"
                + sequence
                + "') + CAST(? AS bigint) - 1) - CAST(? AS bigint) + 1",
            row -> row.getLong(1),
            (long) count,
            (long) count)
        .orElseThrow();
  }

  @Override
  public ChunkTest chunkHasWords(Sql sql, String chunkId, String wordQuery) {
    return new ChunkTest(chunkHasWords(chunkId), List.of(wordQuery));
  }

  static String chunkHasWords(String chunkId) {
    return "EXISTS (SELECT 1 FROM chunk_text AS indexed WHERE indexed.chunk_id = "
        + chunkId
        + " AND indexed.words @@ CAST(? AS tsquery))";
  }

  @Override
  public void visitChunksWithWords(Sql sql, String wordQuery, ChunkVisitor visitor)
      throws SQLException {
    sql.visit(TextIndex.select(), row -> visitor.visit(row.getLong(1)), wordQuery);
  }

  @Override
  public String wordQuery(List<WordChoice> all) {
    if (all.isEmpty()) {
      return "!" + quoted(NO_WORD);
    }
    return all.stream().map(PostgresDialect::choice).collect(Collectors.joining("&"))
        + "|"
        + quoted(TextIndex.ANY_WORD);
  }

  private static String choice(WordChoice choice) {
    List<String> alternatives = new ArrayList<>();
    choice.anyWord().forEach(word -> alternatives.add(quoted(word)));
    if (!choice.orAllPieces().isEmpty()) {
      alternatives.add(
          choice.orAllPieces().stream()
              .map(PostgresDialect::quoted)
              .collect(Collectors.joining("&", "(", ")")));
    }
    return alternatives.isEmpty()
        ? quoted(NO_WORD)
        : alternatives.stream().collect(Collectors.joining("|", "(", ")"));
  }

  private static String quoted(String word) {
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  @Override
  public IndexableWords indexable(WordSet words) {
    return indexable(WordMarks.marked(words));
  }

  static TextWords indexable(Collection<String> words) {
    return new TextWords(
        TextIndex.text(words), words.stream().filter(WordMarks::isVocabulary).toList());
  }

  @Override
  public void indexWords(Sql sql, List<ChunkWords> chunks) throws SQLException {
    TextIndex.add(sql, chunks);
    Set<String> all = new HashSet<>();
    chunks.forEach(chunk -> all.addAll(TextIndex.words(chunk).vocabulary()));
    vocabulary.add(sql, all);
  }

  @Override
  public void forget() {
    vocabulary.forget();
  }

  @Override
  public void removeWords(Sql sql, List<Long> chunkIds) throws SQLException {
    if (!chunkIds.isEmpty()) {
      TextIndex.remove(sql, chunkIds.stream().mapToLong(Long::longValue).toArray());
    }
  }

  @Override
  public List<String> vocabulary(Sql sql, String part, boolean atStart, boolean atEnd, int limit)
      throws SQLException {
    return Vocabulary.find(sql, part, atStart, atEnd, limit);
  }
}

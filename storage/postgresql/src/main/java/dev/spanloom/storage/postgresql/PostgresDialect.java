package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.StorableText;
import dev.spanloom.storage.sql.Table;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.text.ChunkSet;
import dev.spanloom.storage.sql.text.IndexingDialect;
import dev.spanloom.storage.sql.text.PageSource;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of PostgreSQL: lists are arrays, numbers come from sequences. Thread-safe but for what
 * takes a connection and changes something, which only the writer calls.
 */
final class PostgresDialect extends IndexingDialect {
  private static final Pattern COUNTER = Pattern.compile("[a-z_]+");

  /** Two of them and something more fit into an entry, whatever the letters. */
  private static final int INDEXED_CHARS = 200;

  private static final List<Table> POSTINGS = List.of(Tables.POSTINGS);

  private final Partitions partitions;

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
    String storable = StorableText.of(text);
    return storable.codePointCount(0, storable.length()) <= INDEXED_CHARS
        ? storable
        : storable.substring(0, storable.offsetByCodePoints(0, INDEXED_CHARS));
  }

  /** Writers take turns anyway. */
  @Override
  public String forUpdate() {
    return "";
  }

  @Override
  public List<Table> postings() {
    return POSTINGS;
  }

  @Override
  public int freshTraces() {
    return 0;
  }

  /** Nobody can tell for less than it costs to read what may have changed. */
  @Override
  public @Nullable Long changesOfOthers(Sql sql) {
    return null;
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
  protected PageSource pages() {
    return JoinedPages.INSTANCE;
  }

  /** By a table in memory, which the server makes of a subquery. */
  @Override
  protected ChunkTest amongMany(String chunkId, ChunkSet chunks) {
    return new ChunkTest(
        chunkId + " IN (SELECT unnest(CAST(? AS bigint[])))",
        List.<Object>of(chunks.stream().toArray()));
  }

  @Override
  protected void addToVocabulary(Sql sql, SortedSet<String> words) throws SQLException {
    Vocabulary.add(sql, words);
  }

  @Override
  public List<String> vocabulary(Sql sql, String part, boolean atStart, boolean atEnd, int limit)
      throws SQLException {
    return Vocabulary.find(sql, part, atStart, atEnd, limit);
  }
}

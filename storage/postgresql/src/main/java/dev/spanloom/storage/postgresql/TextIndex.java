package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.sql.Dialect.ChunkWords;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which chunks have which words, on two levels: the words of each chunk, and in an inverted index
 * the words of blocks of neighbouring chunks. A block has far fewer words than its chunks together,
 * and it is the number of words by which such an index is slow to fill. Blocks do not overlap.
 */
final class TextIndex {
  /** What has more words than a tsvector takes has this one instead: it may have any word. */
  static final String ANY_WORD = "\u0001";

  static final int BLOCK_CHUNKS = 32;

  /** A tsvector takes 1 MiB of words; a char has up to 3 bytes. */
  private static final int MAX_CHARS = (1 << 20) / 3 - 1024;

  private TextIndex() {}

  /** Chunks next to each other, and all their words. */
  private record Block(long firstChunk, long lastChunk, String words) {}

  static void add(Sql sql, List<ChunkWords> chunks) throws SQLException {
    if (chunks.isEmpty()) {
      return;
    }
    List<ChunkWords> sorted = new ArrayList<>(chunks);
    sorted.sort(Comparator.comparingLong(ChunkWords::chunkId));
    sql.update(
        "INSERT INTO chunk_text (chunk_id, words)"
            + " SELECT chunk_id, array_to_tsvector(string_to_array(words, ' '))"
            + " FROM unnest(CAST(? AS bigint[]), CAST(? AS text[])) AS added (chunk_id, words)"
            + " ON CONFLICT (chunk_id) DO UPDATE SET words = excluded.words",
        sorted.stream().mapToLong(ChunkWords::chunkId).toArray(),
        sorted.stream().map(chunk -> words(chunk).text()).toArray(String[]::new));
    long first = sorted.get(0).chunkId();
    long last = sorted.get(sorted.size() - 1).chunkId();
    if (overlaps(sql, first, last)) {
      makeAgain(sql, first, last);
    } else {
      insert(sql, blocks(sorted));
    }
  }

  static TextWords words(ChunkWords chunk) {
    return (TextWords) chunk.words();
  }

  /** Distinct words as one text. */
  static String text(Collection<String> words) {
    String text = String.join(" ", words);
    return text.length() > MAX_CHARS ? ANY_WORD : text;
  }

  private static List<Block> blocks(List<ChunkWords> sorted) {
    List<Block> blocks = new ArrayList<>();
    int from = 0;
    while (from < sorted.size()) {
      long first = sorted.get(from).chunkId();
      Set<String> words = new LinkedHashSet<>();
      int to = from;
      while (to < sorted.size()
          && to < from + BLOCK_CHUNKS
          && sorted.get(to).chunkId() >> Partitions.SHIFT == first >> Partitions.SHIFT) {
        Collections.addAll(words, words(sorted.get(to++)).text().split(" "));
        words.remove(""); // of a chunk without words
      }
      blocks.add(new Block(first, sorted.get(to - 1).chunkId(), text(words)));
      from = to;
    }
    return blocks;
  }

  private static void insert(Sql sql, List<Block> blocks) throws SQLException {
    sql.update(
        "INSERT INTO text_blocks (first_chunk, last_chunk, words)"
            + " SELECT first_chunk, last_chunk, array_to_tsvector(string_to_array(words, ' '))"
            + " FROM unnest(CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS text[]))"
            + " AS added (first_chunk, last_chunk, words)",
        blocks.stream().mapToLong(Block::firstChunk).toArray(),
        blocks.stream().mapToLong(Block::lastChunk).toArray(),
        blocks.stream().map(Block::words).toArray(String[]::new));
  }

  /** Chunks come in the order of their numbers, but for those that come back from an archive. */
  private static boolean overlaps(Sql sql, long first, long last) throws SQLException {
    return sql.one(
            "SELECT last_chunk FROM text_blocks WHERE first_chunk <= ?"
                + " ORDER BY first_chunk DESC LIMIT 1",
            row -> row.getLong(1) >= first,
            last)
        .orElse(false);
  }

  /** Makes the blocks of a range from the words of its chunks. */
  private static void makeAgain(Sql sql, long first, long last) throws SQLException {
    List<Long> ends = new ArrayList<>(List.of(first, last));
    sql.visit(
        "DELETE FROM text_blocks WHERE first_chunk <= ? AND last_chunk >= ?"
            + " RETURNING first_chunk, last_chunk",
        row -> ends.add(row.getLong(1)) && ends.add(row.getLong(2)),
        last,
        first);
    sql.update(
        "INSERT INTO text_blocks (first_chunk, last_chunk, words)"
            + " SELECT first_chunk, last_chunk, array_to_tsvector(CASE WHEN (SELECT"
            + " coalesce(sum(octet_length(word) + 1), 0) FROM unnest(words) AS w (word)) < CAST(? AS integer)"
            + " THEN words ELSE CAST(? AS text[]) END)"
            + " FROM (SELECT min(chunk_id) AS first_chunk, max(chunk_id) AS last_chunk,"
            + " array_remove(array_agg(DISTINCT word), NULL) AS words FROM (SELECT chunk_id, words, chunk_id >> "
            + Partitions.SHIFT
            + " AS partition_no, (row_number() OVER (ORDER BY chunk_id) - 1) / "
            + BLOCK_CHUNKS
            + " AS block FROM chunk_text WHERE chunk_id BETWEEN ? AND ?) AS chunks"
            + " LEFT JOIN LATERAL unnest(tsvector_to_array(words)) AS held (word) ON true"
            + " GROUP BY partition_no, block) AS blocks",
        MAX_CHARS,
        new String[] {ANY_WORD},
        ends.stream().mapToLong(Long::longValue).min().orElse(first),
        ends.stream().mapToLong(Long::longValue).max().orElse(last));
  }

  /** Removes chunks, and the blocks that have none left. */
  static void remove(Sql sql, long[] chunkIds) throws SQLException {
    sql.update("DELETE FROM chunk_text WHERE chunk_id = ANY (?)", chunkIds);
    sql.update(
        "DELETE FROM text_blocks AS b WHERE first_chunk = ANY (ARRAY(SELECT (SELECT first_chunk"
            + " FROM text_blocks AS x WHERE x.first_chunk <= gone.chunk_id"
            + " ORDER BY first_chunk DESC LIMIT 1)"
            + " FROM unnest(CAST(? AS bigint[])) AS gone (chunk_id)))"
            + " AND NOT EXISTS (SELECT 1 FROM chunk_text AS c"
            + " WHERE c.chunk_id BETWEEN b.first_chunk AND b.last_chunk)",
        chunkIds);
  }

  /**
   * Chunks that satisfy a query, the newest first, found block by block as they are read: whoever
   * has enough after some has not paid for all.
   */
  static String select() {
    return "SELECT found.chunk_id FROM (SELECT CAST(? AS tsquery) AS query) AS asked,"
        + " LATERAL text_blocks_with(query) AS blocks,"
        + " LATERAL (SELECT chunk_id FROM chunk_text WHERE chunk_id BETWEEN first_chunk AND last_chunk"
        + " AND words @@ query ORDER BY chunk_id DESC OFFSET 0) AS found";
  }
}

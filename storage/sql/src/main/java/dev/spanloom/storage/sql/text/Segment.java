package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the index: the tokens of some chunks.
 *
 * @param state one of the three below
 * @param firstChunk the smallest number of its chunks, from which offsets count
 * @param lastChunk the largest
 * @param chunks how many it has
 * @param dead how many of these went since; while it is built, how many had gone when that began
 * @param pages how many pages it has
 * @param mergedInto the segment that is being made of it and others
 * @param nextToken while it is built: the first token that is still to come
 */
record Segment(
    long id,
    int state,
    long firstChunk,
    long lastChunk,
    long chunks,
    long dead,
    long pages,
    @Nullable Long mergedInto,
    long nextToken) {
  /** Searches look at it. */
  static final int LIVE = 0;

  /** It is made of others, which searches look at as long. */
  static final int BUILDING = 1;

  /** Its pages are to be deleted. */
  static final int GARBAGE = 2;

  private static final String SELECT =
      "SELECT segment_id, state, first_chunk, last_chunk, chunks, dead, pages, merged_into,"
          + " next_token FROM text_segments ";

  private static Segment read(ResultSet row) throws SQLException {
    return new Segment(
        row.getLong(1),
        row.getInt(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        Sql.longOrNull(row, 8),
        row.getLong(9));
  }

  /** All of a state, those with the newest chunks first. */
  static List<Segment> ofState(Sql sql, int state) throws SQLException {
    return sql.list(
        SELECT + "WHERE state = ? ORDER BY last_chunk DESC, segment_id DESC",
        Segment::read,
        (long) state);
  }

  /** Those that one is made of. */
  static List<Segment> sources(Sql sql, long segmentId) throws SQLException {
    return sql.list(
        SELECT + "WHERE merged_into = ? ORDER BY first_chunk, segment_id",
        Segment::read,
        segmentId);
  }

  void insert(Sql sql) throws SQLException {
    sql.update(
        "INSERT INTO text_segments (segment_id, state, first_chunk, last_chunk, chunks, dead, pages,"
            + " merged_into, next_token) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        (long) state,
        firstChunk,
        lastChunk,
        chunks,
        dead,
        pages,
        mergedInto,
        nextToken);
  }
}

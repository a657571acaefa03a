package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.storage.Artifact;
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The rows of files. A file is a row of {@code artifacts}, whose path is NULL until it is whole,
 * and its content pieces of one size, each compressed by itself. The number of a piece is that of
 * its file and its place in it.
 */
public final class Artifacts {
  /** Of a piece before it is compressed; the last one of a file may be shorter. */
  public static final int PIECE_BYTES = 1 << 20;

  private static final int PIECE_BITS = 20;

  private static final String COLUMNS = "artifact_id, path, size_bytes, stored_bytes, created_ms";

  private Artifacts() {}

  /** A row of a file that is whole. */
  public record Row(long id, Artifact artifact, long storedBytes) {
    public int pieces() {
      return (int) ((artifact.sizeBytes() + PIECE_BYTES - 1) / PIECE_BYTES);
    }
  }

  private static Row read(java.sql.ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        new Artifact(new ArtifactPath(row.getString(2)), row.getLong(3), row.getLong(5)),
        row.getLong(4));
  }

  public static Optional<Row> find(Sql sql, String path) throws SQLException {
    return sql.one("SELECT " + COLUMNS + " FROM artifacts WHERE path = ?", Artifacts::read, path);
  }

  /** Files by number, from one on. */
  public static List<Row> from(Sql sql, long id, int limit) throws SQLException {
    return sql.list(
        "SELECT "
            + COLUMNS
            + " FROM artifacts WHERE artifact_id >= ? AND path IS NOT NULL ORDER BY artifact_id LIMIT ?",
        Artifacts::read,
        id,
        (long) limit);
  }

  /** Files whose path is at least the one and less than the other, by path. */
  public static List<Row> between(Sql sql, String from, String until, int limit)
      throws SQLException {
    return sql.list(
        "SELECT " + COLUMNS + " FROM artifacts WHERE path >= ? AND path < ? ORDER BY path LIMIT ?",
        Artifacts::read,
        from,
        until,
        (long) limit);
  }

  /** The first file whose path is at least this one. */
  public static Optional<Row> next(Sql sql, String from) throws SQLException {
    return sql.one(
        "SELECT " + COLUMNS + " FROM artifacts WHERE path >= ? ORDER BY path LIMIT 1",
        Artifacts::read,
        from);
  }

  /** A piece as it was sent. */
  public static byte[] piece(Sql sql, Row file, int number) throws SQLException {
    long begin = (long) number * PIECE_BYTES;
    int expected = (int) Math.min(PIECE_BYTES, file.artifact().sizeBytes() - begin);
    String what = "piece " + number + " of artifact " + file.artifact().path();
    byte[] packed =
        sql.one(
                "SELECT data FROM artifact_pieces WHERE piece_id = ?",
                row -> row.getBytes(1),
                pieceId(file.id(), number))
            .orElseThrow(() -> new DamagedException(what, null));
    try {
      byte[] raw = Unpacking.unpack(sql, packed, 0, expected, null);
      if (raw.length != expected) {
        throw new IllegalStateException(raw.length + " bytes (expected: " + expected + ")");
      }
      return raw;
    } catch (RuntimeException e) {
      throw new DamagedException(what, e);
    }
  }

  /** Stores a piece; says how many bytes it takes. */
  public static long putPiece(Sql sql, long id, int number, byte[] packed) throws SQLException {
    sql.update(
        "INSERT INTO artifact_pieces (piece_id, data) VALUES (?, ?)", pieceId(id, number), packed);
    return packed.length;
  }

  private static long pieceId(long id, long number) {
    return (id << PIECE_BITS) + number;
  }

  /** Deletes a file, and what there is of one that is not whole. */
  public static void delete(Sql sql, long id) throws SQLException {
    sql.update(
        "DELETE FROM artifact_pieces WHERE piece_id >= ? AND piece_id < ?",
        pieceId(id, 0),
        pieceId(id + 1, 0));
    sql.update("DELETE FROM artifacts WHERE artifact_id = ?", id);
  }

  /** Deletes whole files; says how many bytes they took. */
  public static long delete(Sql sql, List<Row> files) throws SQLException {
    long bytes = 0;
    for (Row file : files) {
      delete(sql, file.id());
      bytes += file.storedBytes();
    }
    count(sql, -files.size(), -bytes);
    return bytes;
  }

  /** Deletes the files of traces; says how many bytes they took. */
  public static long deleteOf(Sql sql, Dialect dialect, Collection<String> traceIds)
      throws SQLException {
    return delete(
        sql,
        sql.list(
            "SELECT "
                + COLUMNS
                + " FROM artifacts WHERE path IS NOT NULL AND "
                + dialect.inTexts("trace_id"),
            Artifacts::read,
            dialect.texts(traceIds)));
  }

  /** Notes that there are more files, or fewer. */
  public static void count(Sql sql, long files, long bytes) throws SQLException {
    Counters.add(sql, Counters.ARTIFACTS, files);
    Counters.add(sql, Counters.ARTIFACT_BYTES, bytes);
  }
}

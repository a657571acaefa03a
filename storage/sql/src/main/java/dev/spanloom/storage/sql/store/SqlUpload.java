package dev.spanloom.storage.sql.store;

import dev.spanloom.storage.Artifact;
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.ArtifactUpload;
import dev.spanloom.storage.internal.ArtifactRules;
import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.internal.rows.Artifacts;
import dev.spanloom.storage.sql.internal.rows.Packing;
import dev.spanloom.storage.sql.internal.write.GroupCommit;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way into the tables: each full piece is written in a transaction of its own, so
 * that other writers get in between; the last one makes the file seen. Not thread-safe.
 */
final class SqlUpload implements ArtifactUpload {
  private final Engine engine;
  private final GroupCommit writer;
  private final ArtifactPath path;
  private final @Nullable String traceId;
  private final byte[] piece = new byte[Artifacts.PIECE_BYTES];
  private int filled;
  private int pieces;
  private long storedBytes;
  private @Nullable Long id;
  private boolean over;

  SqlUpload(Engine engine, GroupCommit writer, ArtifactPath path) {
    this.engine = engine;
    this.writer = writer;
    this.path = path;
    this.traceId = path.trace().map(ArtifactPath.OfTrace::traceId).orElse(null);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      if (filled == piece.length) {
        writePiece();
      }
      int more = Math.min(length - done, piece.length - filled);
      System.arraycopy(bytes, offset + done, piece, filled, more);
      filled += more;
      done += more;
    }
  }

  private void writePiece() {
    byte[] packed = Packing.PLAIN.pack(piece);
    int number = pieces;
    Long known = id;
    id =
        writer.change(
            sql -> {
              long own = known == null ? begin(sql) : known;
              Artifacts.putPiece(sql, own, number, packed);
              return own;
            });
    storedBytes += packed.length;
    pieces++;
    filled = 0;
  }

  private long begin(Sql sql) throws SQLException {
    long number = engine.dialect().nextNumbers(sql, Counters.ARTIFACT_ID, 1);
    sql.update(
        "INSERT INTO artifacts (artifact_id, trace_id, size_bytes, stored_bytes, created_ms)"
            + " VALUES (?, ?, 0, 0, ?)",
        number,
        traceId,
        System.currentTimeMillis());
    return number;
  }

  @Override
  public Artifact commit() {
    byte[] last = Packing.PLAIN.pack(Arrays.copyOf(piece, filled));
    long size = (long) pieces * Artifacts.PIECE_BYTES + filled;
    Artifact artifact = new Artifact(path, size, System.currentTimeMillis());
    Long known = id;
    writer.change(
        sql -> {
          checkPlace(sql);
          long own = known == null ? begin(sql) : known;
          long stored = storedBytes;
          if (filled > 0) {
            stored += Artifacts.putPiece(sql, own, pieces, last);
          }
          Optional<Artifacts.Row> before = Artifacts.find(sql, path.text());
          Artifacts.delete(sql, before.map(List::of).orElse(List.of()));
          Artifacts.count(sql, 1, stored);
          return sql.update(
              "UPDATE artifacts SET path = ?, size_bytes = ?, stored_bytes = ?, created_ms = ?"
                  + " WHERE artifact_id = ?",
              path.text(),
              size,
              stored,
              artifact.createdUnixMillis(),
              own);
        });
    over = true;
    return artifact;
  }

  private void checkPlace(Sql sql) throws SQLException {
    if (traceId != null
        && sql.one("SELECT 1 FROM traces WHERE trace_id = ?", row -> true, traceId).isEmpty()) {
      throw ArtifactRules.unknownTrace(path, traceId);
    }
    for (String folder : ArtifactRules.folders(path)) {
      if (Artifacts.find(sql, folder).isPresent()) {
        throw ArtifactRules.fileInTheWay(path, folder);
      }
    }
    String start = ArtifactRules.start(path.text());
    if (!Artifacts.between(sql, start, ArtifactRules.end(start), 1).isEmpty()) {
      throw ArtifactRules.folderInTheWay(path);
    }
  }

  @Override
  public void close() {
    Long begun = id;
    if (!over && begun != null) {
      over = true;
      writer.change(
          sql -> {
            Artifacts.delete(sql, begun);
            return begun;
          });
    }
  }
}

package dev.spanloom.storage.sql.store;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceArchive;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.internal.archive.ArchiveCodec;
import dev.spanloom.storage.internal.archive.ArchiveFile;
import dev.spanloom.storage.internal.archive.ArchiveRecord;
import dev.spanloom.storage.internal.archive.ArchiveWriter;
import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.internal.rows.Packing;
import dev.spanloom.storage.sql.internal.rows.Payloads;
import dev.spanloom.storage.sql.internal.rows.TraceRows;
import dev.spanloom.storage.sql.internal.write.GroupCommit;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Moves compressed payloads to archive files and back, as they are. A file is on the disk before
 * the store lets go of what it holds. Thread-safe.
 */
final class SqlArchive implements TraceArchive {
  private static final int BATCH = 100;

  private final Engine engine;
  private final GroupCommit writer;
  private final Matching matching;

  SqlArchive(Engine engine, GroupCommit writer, Matching matching) {
    this.engine = engine;
    this.writer = writer;
    this.matching = matching;
  }

  /** A chunk that lies in a file now. */
  private record Moved(Payloads.ChunkRow chunk, long offset) {}

  @Override
  public ArchiveReport archive(TraceQuery query, Path folder, TraceDeletion.Progress progress) {
    List<Long> traceNos = traces(query, false);
    if (traceNos.isEmpty()) {
      return new ArchiveReport(0, 0, List.of());
    }
    long bytes = 0;
    long traces = 0;
    try (ArchiveWriter file = ArchiveWriter.createIn(folder)) {
      long archiveId = writer.change(sql -> begin(sql, file.file()));
      for (int i = 0; i < traceNos.size(); i += BATCH) {
        List<Long> batch = traceNos.subList(i, Math.min(traceNos.size(), i + BATCH));
        List<Moved> moved = copy(batch, file);
        file.sync();
        long batchBytes = writer.change(sql -> letGo(sql, archiveId, batch, moved));
        bytes += batchBytes;
        traces += batch.size();
        progress.advanced(i + batch.size(), traceNos.size());
      }
      return new ArchiveReport(traces, bytes, List.of(file.file()));
    }
  }

  /** Those that a query finds and that are archived, or are not, with spans. */
  private List<Long> traces(TraceQuery query, boolean archived) {
    return engine.read(
        sql -> {
          List<Long> found = new ArrayList<>();
          for (Long traceNo : matching.all(sql, query)) {
            sql.one(
                    "SELECT archived FROM traces WHERE trace_no = ? AND span_count > 0",
                    row -> row.getInt(1) != 0,
                    traceNo)
                .filter(is -> is == archived)
                .ifPresent(is -> found.add(traceNo));
          }
          return found;
        });
  }

  private long begin(Sql sql, Path file) throws SQLException {
    long archiveId = engine.dialect().nextNumbers(sql, Counters.ARCHIVE_ID, 1);
    sql.update(
        "INSERT INTO archives (archive_id, path, created_ms, traces, bytes) VALUES (?, ?, ?, 0, 0)",
        archiveId,
        file.toString(),
        System.currentTimeMillis());
    return archiveId;
  }

  private List<Moved> copy(List<Long> traceNos, ArchiveWriter file) {
    return engine.read(
        sql -> {
          List<Moved> moved = new ArrayList<>();
          for (Long traceNo : traceNos) {
            String traceId =
                sql.one(
                        "SELECT trace_id FROM traces WHERE trace_no = ?",
                        row -> row.getString(1),
                        traceNo)
                    .orElse("");
            for (Payloads.ChunkRow chunk : Payloads.chunksOf(sql, traceNo)) {
              if (chunk.archiveId() == null) {
                byte[] packed = Packing.PLAIN.pack(Payloads.raw(sql, chunk));
                moved.add(
                    new Moved(
                        chunk,
                        file.append(
                            new ArchiveRecord(
                                traceId, ArchiveCodec.ZSTD, chunk.rawBytes(), packed))));
              }
            }
          }
          return moved;
        });
  }

  /** What was copied leaves the store, but for chunks that went away meanwhile. */
  private long letGo(Sql sql, long archiveId, List<Long> traceNos, List<Moved> moved)
      throws SQLException {
    List<Long> chunkIds = new ArrayList<>();
    Map<Long, Long> bytesByTrace = new HashMap<>();
    long bytes = 0;
    for (Moved one : moved) {
      int changed =
          sql.update(
              "UPDATE chunks SET archive_id = ?, archive_offset = ? WHERE chunk_id = ?",
              archiveId,
              one.offset(),
              one.chunk().chunkId());
      if (changed == 1) {
        chunkIds.add(one.chunk().chunkId());
        bytes += one.chunk().packedBytes();
        bytesByTrace.merge(one.chunk().traceNo(), one.chunk().packedBytes(), Long::sum);
      }
    }
    List<Object[]> keys = TraceRows.keys(chunkIds);
    sql.delete(Tables.PAYLOADS, 1, keys);
    sql.delete(Tables.TEXT_QUEUE, 1, keys);
    engine.dialect().removeWords(sql, chunkIds);
    for (Long traceNo : traceNos) {
      sql.update(
          "UPDATE traces SET archived = 1, payload_bytes = payload_bytes - ? WHERE trace_no = ?",
          bytesByTrace.getOrDefault(traceNo, 0L),
          traceNo);
    }
    sql.update(
        "UPDATE archives SET traces = traces + ?, bytes = bytes + ? WHERE archive_id = ?",
        (long) traceNos.size(),
        bytes,
        archiveId);
    Counters.add(sql, Counters.PAYLOAD_BYTES, -bytes);
    return bytes;
  }

  @Override
  public ArchiveReport restore(TraceQuery query, TraceDeletion.Progress progress) {
    List<Long> traceNos = traces(query, true);
    Map<Long, ArchiveFile> files = new LinkedHashMap<>();
    Map<Long, Path> paths = new LinkedHashMap<>();
    long bytes = 0;
    try {
      for (int i = 0; i < traceNos.size(); i += BATCH) {
        List<Long> batch = traceNos.subList(i, Math.min(traceNos.size(), i + BATCH));
        Map<Payloads.ChunkRow, byte[]> payloads = load(batch, files, paths);
        bytes += writer.change(sql -> takeBack(sql, batch, payloads));
        progress.advanced(i + batch.size(), traceNos.size());
      }
      return new ArchiveReport(traceNos.size(), bytes, List.copyOf(paths.values()));
    } finally {
      files.values().forEach(ArchiveFile::close);
    }
  }

  private Map<Payloads.ChunkRow, byte[]> load(
      List<Long> traceNos, Map<Long, ArchiveFile> files, Map<Long, Path> paths) {
    return engine.read(
        sql -> {
          Map<Payloads.ChunkRow, byte[]> payloads = new LinkedHashMap<>();
          for (Long traceNo : traceNos) {
            for (Payloads.ChunkRow chunk : Payloads.chunksOf(sql, traceNo)) {
              Long archiveId = chunk.archiveId();
              if (archiveId != null) {
                ArchiveFile file = file(sql, archiveId, files, paths);
                long offset = Objects.requireNonNull(chunk.archiveOffset());
                payloads.put(chunk, file.read(offset).packed());
              }
            }
          }
          return payloads;
        });
  }

  private static ArchiveFile file(
      Sql sql, long archiveId, Map<Long, ArchiveFile> files, Map<Long, Path> paths)
      throws SQLException {
    ArchiveFile open = files.get(archiveId);
    if (open != null) {
      return open;
    }
    Path path =
        sql.one(
                "SELECT path FROM archives WHERE archive_id = ?",
                row -> Path.of(row.getString(1)),
                archiveId)
            .orElseThrow(() -> new StorageException("archive " + archiveId + " is not known"));
    ArchiveFile opened = ArchiveFile.open(path);
    files.put(archiveId, opened);
    paths.put(archiveId, path);
    return opened;
  }

  private static long takeBack(
      Sql sql, List<Long> traceNos, Map<Payloads.ChunkRow, byte[]> payloads) throws SQLException {
    long now = System.currentTimeMillis();
    long bytes = 0;
    Map<Long, Long> bytesByTrace = new HashMap<>();
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<@Nullable Object[]> queue = new ArrayList<>();
    for (Map.Entry<Payloads.ChunkRow, byte[]> payload : payloads.entrySet()) {
      Payloads.ChunkRow chunk = payload.getKey();
      int changed =
          sql.update(
              "UPDATE chunks SET archive_id = NULL, archive_offset = NULL, packed_bytes = ?"
                  + " WHERE chunk_id = ? AND archive_id IS NOT NULL",
              (long) payload.getValue().length,
              chunk.chunkId());
      if (changed == 1) {
        rows.add(new @Nullable Object[] {chunk.chunkId(), payload.getValue()});
        queue.add(new @Nullable Object[] {chunk.chunkId(), now});
        bytes += payload.getValue().length;
        bytesByTrace.merge(chunk.traceNo(), (long) payload.getValue().length, Long::sum);
      }
    }
    sql.insert(Tables.PAYLOADS, "", rows);
    sql.insert(Tables.TEXT_QUEUE, "", queue);
    for (Long traceNo : traceNos) {
      sql.update(
          "UPDATE traces SET archived = 0, payload_bytes = payload_bytes + ? WHERE trace_no = ?",
          bytesByTrace.getOrDefault(traceNo, 0L),
          traceNo);
    }
    Counters.add(sql, Counters.PAYLOAD_BYTES, bytes);
    return bytes;
  }
}

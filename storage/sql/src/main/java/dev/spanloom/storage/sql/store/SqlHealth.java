package dev.spanloom.storage.sql.store;

import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.internal.archive.ArchiveFile;
import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.internal.rows.Artifacts;
import dev.spanloom.storage.sql.internal.rows.Payloads;
import dev.spanloom.storage.sql.internal.rows.StoredWords;
import dev.spanloom.storage.sql.internal.rows.TraceInfos;
import dev.spanloom.storage.sql.internal.rows.TraceRows;
import dev.spanloom.storage.sql.internal.write.GroupCommit;
import dev.spanloom.storage.sql.internal.write.IndexSweep;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a store over SQL tables is. Thread-safe. */
final class SqlHealth implements StoreHealth {
  private static final int ROWS_PER_CHECK = 500;
  private static final int FILES_PER_CHECK = 20;
  private static final int MAX_PROBLEMS = 100;

  private final Engine engine;
  private final GroupCommit writer;

  SqlHealth(Engine engine, GroupCommit writer) {
    this.engine = engine;
    this.writer = writer;
  }

  @Override
  public Stats stats() {
    return engine.read(
        sql -> {
          Engine.Medium medium = engine.medium(sql);
          long oldest =
              sql.one(
                      "SELECT queued_ms FROM text_queue ORDER BY chunk_id LIMIT 1",
                      row -> row.getLong(1))
                  .orElse(0L);
          long queued =
              sql.one("SELECT count(*) FROM text_queue", row -> row.getLong(1)).orElse(0L);
          return new Stats(
              engine.version(sql),
              medium.schemaVersion(),
              Counters.get(sql, Counters.TRACES),
              Counters.get(sql, Counters.SPANS),
              Counters.get(sql, Counters.PAYLOAD_BYTES),
              medium.totalBytes(),
              medium.reclaimableBytes(),
              queued,
              queued == 0 ? 0 : Math.max(0, System.currentTimeMillis() - oldest),
              details(sql, medium));
        });
  }

  private static Map<String, String> details(Sql sql, Engine.Medium medium) throws SQLException {
    Map<String, String> details = new LinkedHashMap<>(medium.details());
    for (String counter : List.of(Counters.ARTIFACTS, Counters.ARTIFACT_BYTES)) {
      details.put(counter, Long.toString(Counters.get(sql, counter)));
    }
    return details;
  }

  @Override
  public List<Problem> check() {
    List<Problem> problems = new ArrayList<>(engine.checkMedium());
    if (problems.isEmpty()) {
      problems.addAll(engine.read(SqlHealth::checkTotals));
      checkAll(SqlHealth::checkTraces, problems);
      checkAll(SqlHealth::checkChunks, problems);
      checkAll(SqlHealth::checkArtifacts, problems);
      problems.addAll(engine.read(SqlHealth::checkArchives));
    }
    return List.copyOf(problems);
  }

  /** Looks at some rows from a number on; says the next number to look at, -1 after the last. */
  private interface Part {
    long check(Sql sql, long from, List<Problem> problems) throws SQLException;
  }

  private void checkAll(Part part, List<Problem> problems) {
    long from = 0;
    while (from >= 0 && problems.size() < MAX_PROBLEMS) {
      long start = from;
      from = engine.read(sql -> part.check(sql, start, problems));
    }
  }

  private static List<Problem> checkTotals(Sql sql) throws SQLException {
    List<Problem> problems = new ArrayList<>();
    for (String table : List.of(Counters.TRACES, Counters.SPANS, Counters.ARTIFACTS)) {
      String whole = table.equals(Counters.ARTIFACTS) ? " WHERE path IS NOT NULL" : "";
      long counted =
          sql.one("SELECT count(*) FROM " + table + whole, row -> row.getLong(1)).orElse(0L);
      long noted = Counters.get(sql, table);
      if (counted != noted) {
        problems.add(
            new Problem(
                table + ": " + counted + " are stored, " + noted + " are counted",
                "figures may be off; export the traces and import them into a new store"));
      }
    }
    return problems;
  }

  /** Reads all of traces but their payloads. */
  private static long checkTraces(Sql sql, long from, List<Problem> problems) throws SQLException {
    List<Long> numbers =
        sql.list(
            "SELECT trace_no FROM traces WHERE trace_no >= ? ORDER BY trace_no LIMIT ?",
            row -> row.getLong(1),
            from,
            (long) ROWS_PER_CHECK);
    for (Long number : numbers) {
      try {
        for (StoredWords words : TraceInfos.said(sql, List.of(number))) {
          TraceRows.spanRows(sql, words);
        }
      } catch (DamagedException | RuntimeException e) {
        problems.add(problem("trace " + traceId(sql, number), e));
      }
    }
    return numbers.size() < ROWS_PER_CHECK ? -1 : numbers.get(numbers.size() - 1) + 1;
  }

  private static String traceId(Sql sql, long number) throws SQLException {
    return sql.one(
            "SELECT trace_id FROM traces WHERE trace_no = ?", row -> row.getString(1), number)
        .orElse("that is gone");
  }

  private static Problem problem(String what, Exception failure) {
    return new Problem(
        what + " cannot be read: " + failure.getMessage(),
        "restore a copy of the store, or delete the trace");
  }

  /** Unpacks payloads. */
  private static long checkChunks(Sql sql, long from, List<Problem> problems) throws SQLException {
    List<Payloads.ChunkRow> chunks =
        sql.list(
            "SELECT "
                + Payloads.CHUNK_COLUMNS
                + " FROM chunks WHERE chunk_id >= ? AND archive_id IS NULL ORDER BY chunk_id LIMIT ?",
            Payloads::chunk,
            from,
            (long) ROWS_PER_CHECK);
    for (Payloads.ChunkRow chunk : chunks) {
      try {
        Payloads.encoded(sql, chunk);
      } catch (DamagedException | RuntimeException e) {
        problems.add(problem("spans of trace " + traceId(sql, chunk.traceNo()), e));
      }
    }
    return chunks.size() < ROWS_PER_CHECK ? -1 : chunks.get(chunks.size() - 1).chunkId() + 1;
  }

  /** Unpacks files; looks for those whose trace is gone. */
  private static long checkArtifacts(Sql sql, long from, List<Problem> problems)
      throws SQLException {
    List<Artifacts.Row> files = Artifacts.from(sql, from, FILES_PER_CHECK);
    for (Artifacts.Row file : files) {
      ArtifactPath path = file.artifact().path();
      try {
        for (int i = 0; i < file.pieces(); i++) {
          Artifacts.piece(sql, file, i);
        }
      } catch (DamagedException e) {
        problems.add(
            new Problem(
                String.valueOf(e.getMessage()),
                "restore a copy of the store, or upload the file again"));
      }
      String traceId = path.trace().map(ArtifactPath.OfTrace::traceId).orElse("");
      if (!traceId.isEmpty()
          && sql.one("SELECT 1 FROM traces WHERE trace_id = ?", row -> true, traceId).isEmpty()) {
        problems.add(
            new Problem(
                "artifact " + path + " is of a trace that is gone", "delete it by its path"));
      }
    }
    return files.size() < FILES_PER_CHECK ? -1 : files.get(files.size() - 1).id() + 1;
  }

  private static List<Problem> checkArchives(Sql sql) throws SQLException {
    List<Problem> problems = new ArrayList<>();
    for (String path :
        sql.list(
            "SELECT path FROM archives WHERE archive_id IN"
                + " (SELECT archive_id FROM chunks WHERE archive_id IS NOT NULL)",
            row -> row.getString(1))) {
      try (ArchiveFile file = ArchiveFile.open(Path.of(path))) {
        ArchiveFile.Contents contents = file.scan((offset, record) -> {});
        if (!contents.damaged().isEmpty()) {
          problems.add(
              new Problem(
                  "archive " + path + " is damaged at bytes " + contents.damaged(),
                  "put a good copy of the file in its place"));
        }
      } catch (StorageException e) {
        problems.add(
            new Problem(
                String.valueOf(e.getMessage()), "put the file back; its traces have no spans now"));
      }
    }
    return problems;
  }

  @Override
  public boolean awaitIndexed(Duration timeout) {
    long last =
        engine.read(
            sql ->
                sql.one("SELECT max(chunk_id) FROM text_queue", row -> row.getLong(1)).orElse(0L));
    long deadline = System.nanoTime() + timeout.toNanos();
    while (engine.read(
        sql ->
            sql.one("SELECT 1 FROM text_queue WHERE chunk_id <= ? LIMIT 1", row -> true, last)
                .isPresent())) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  @Override
  public void compact(TraceDeletion.Progress progress) {
    new IndexSweep(writer).run();
    new SqlArtifacts(engine, writer).sweep();
    engine.compact(writer, progress);
  }
}

package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.AssessmentStore;
import dev.spanloom.storage.ExperimentStore;
import dev.spanloom.storage.PageToken;
import dev.spanloom.storage.TagStore;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceSearch;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.TraceWriter;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import dev.spanloom.storage.internal.DecodedBatch;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trace store in one SQLite file: write-ahead log, full synchronisation, one transaction for all
 * writes that wait. Several processes may use the file at once. Thread-safe.
 *
 * <pre>{@code
 * try (var store = SqliteTraceStore.open(Path.of("spanloom.db"))) {
 *   store.reader().trace(traceId).ifPresent(trace -> System.out.println(trace.toPrettyJson()));
 * }
 * }</pre>
 */
public final class SqliteTraceStore
    implements TraceStore, TraceWriter, TraceReader, TraceSearch, TraceDeletion {
  private final Path file;
  private final Connections connections;
  private final GroupCommit writer;

  private SqliteTraceStore(Path file, Connections connections, GroupCommit writer) {
    this.file = file;
    this.connections = connections;
    this.writer = writer;
  }

  /**
   * Opens a file, or makes it.
   *
   * @throws dev.spanloom.storage.StorageException when it cannot be opened, is no database of ours,
   *     or was made by a newer version
   */
  public static SqliteTraceStore open(Path file) {
    Connections connections = new Connections(file);
    Sql sql = connections.openWriter();
    try {
      Schema.migrate(sql, file.toString());
    } catch (SQLException e) {
      Connections.closeQuietly(sql);
      throw connections.failed("open", e);
    } catch (RuntimeException e) {
      Connections.closeQuietly(sql);
      throw e;
    }
    GroupCommit writer = new GroupCommit(connections, sql);
    writer.start();
    return new SqliteTraceStore(file, connections, writer);
  }

  @Override
  public String description() {
    return "sqlite:" + file;
  }

  @Override
  public WriteResult write(WriteBatch batch) {
    DecodedBatch decoded = DecodedBatch.of(batch);
    BatchWriter prepared = BatchWriter.prepare(decoded);
    return writer.change(
        sql -> {
          prepared.write(sql);
          return decoded.result();
        });
  }

  @Override
  public Optional<TraceInfo> info(String traceId) {
    return connections.read(sql -> TraceRows.info(sql, traceId));
  }

  @Override
  public List<TraceInfo> infos(List<String> traceIds) {
    return connections.read(sql -> infos(sql, traceIds));
  }

  private static List<TraceInfo> infos(Sql sql, List<String> traceIds) throws SQLException {
    List<TraceInfo> infos = new ArrayList<>(traceIds.size());
    for (String traceId : traceIds) {
      TraceRows.info(sql, traceId).ifPresent(infos::add);
    }
    return infos;
  }

  @Override
  public Optional<Trace> trace(String traceId) {
    return connections.read(sql -> TraceRows.trace(sql, traceId));
  }

  @Override
  public List<Trace> traces(List<String> traceIds) {
    return connections.read(
        sql -> {
          List<Trace> traces = new ArrayList<>(traceIds.size());
          for (String traceId : traceIds) {
            TraceRows.trace(sql, traceId).ifPresent(traces::add);
          }
          return traces;
        });
  }

  @Override
  public TracePage search(TraceQuery query) {
    SearchStatement statement = new SearchStatement(query);
    return connections.read(
        sql -> {
          List<PageToken> found =
              sql.list(
                  statement.sql(),
                  row -> new PageToken(row.getLong(2), row.getString(1)),
                  statement.parameters());
          boolean more = found.size() > query.maxResults();
          List<PageToken> page = more ? found.subList(0, query.maxResults()) : found;
          String token = more ? page.get(page.size() - 1).encode() : null;
          return new TracePage(infos(sql, page.stream().map(PageToken::traceId).toList()), token);
        });
  }

  @Override
  public int deleteByIds(String experimentId, List<String> traceIds) {
    return writer.change(
        sql -> {
          int deleted = 0;
          for (String traceId : traceIds) {
            boolean here =
                sql.one(
                        "SELECT 1 FROM traces WHERE trace_id = ? AND experiment_id = ?",
                        row -> true,
                        traceId,
                        Schema.experimentNumber(experimentId))
                    .isPresent();
            if (here) {
              delete(sql, traceId);
              deleted++;
            }
          }
          return deleted;
        });
  }

  @Override
  public int deleteUntil(
      String experimentId, long maxTimestampMillis, @Nullable Integer maxTraces) {
    TraceDeletion.checkMaxTraces(maxTraces);
    return writer.change(
        sql -> {
          List<String> doomed =
              sql.list(
                  "SELECT trace_id FROM traces WHERE experiment_id = ? AND request_time_ms <= ?"
                      + " ORDER BY request_time_ms, trace_id LIMIT ?",
                  row -> row.getString(1),
                  Schema.experimentNumber(experimentId),
                  maxTimestampMillis,
                  maxTraces == null ? -1 : maxTraces);
          for (String traceId : doomed) {
            delete(sql, traceId);
          }
          return doomed.size();
        });
  }

  private static void delete(Sql sql, String traceId) throws SQLException {
    sql.update("DELETE FROM spans WHERE trace_id = ?", traceId);
    sql.update("DELETE FROM chunks WHERE trace_id = ?", traceId);
    sql.update("DELETE FROM trace_tags WHERE trace_id = ?", traceId);
    sql.update("DELETE FROM trace_metadata WHERE trace_id = ?", traceId);
    sql.update("DELETE FROM assessments WHERE trace_id = ?", traceId);
    sql.update("DELETE FROM traces WHERE trace_id = ?", traceId);
  }

  /** All changes go through it, on the one connection that writes. */
  GroupCommit changes() {
    return writer;
  }

  @Override
  public TraceWriter writer() {
    return this;
  }

  @Override
  public TraceReader reader() {
    return this;
  }

  @Override
  public TraceSearch search() {
    return this;
  }

  @Override
  public AssessmentStore assessments() {
    return new SqliteAssessments(connections, writer);
  }

  @Override
  public TagStore tags() {
    return new SqliteTags(writer);
  }

  @Override
  public ExperimentStore experiments() {
    return new SqliteExperiments(connections, writer);
  }

  @Override
  public TraceDeletion deletion() {
    return this;
  }

  @Override
  public void close() {
    writer.close();
    connections.close();
  }
}

package dev.spanloom.storage.sqlite.mlflow;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.transfer.ImportReport;
import dev.spanloom.storage.transfer.ImportSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * An SQLite database of MLflow, of version 3.6 or later (older ones as far as they have the
 * tables), read while MLflow may go on writing it: nothing is written to it, and it is read in
 * short steps. Columns and tables that came later and only repeat what is elsewhere are not looked
 * at; the version of its schema does not matter. Not thread-safe; owns a connection.
 *
 * <pre>{@code
 * try (MlflowDatabase mlflow = MlflowDatabase.open(Path.of("mlflow.db"))) {
 *   ImportReport report = mlflow.importInto(store, null, Progress.NONE);
 * }
 * }</pre>
 */
public final class MlflowDatabase implements AutoCloseable {
  private static final int BUSY_TIMEOUT_MILLIS = 20_000;
  private static final byte[] SQLITE_HEADER =
      "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final List<String> NEEDED =
      List.of("experiments", "trace_info", "trace_tags", "trace_request_metadata");

  private final Path file;
  private final Sql sql;
  private final MlflowTables tables;

  private MlflowDatabase(Path file, Sql sql, MlflowTables tables) {
    this.file = file;
    this.sql = sql;
    this.tables = tables;
  }

  /**
   * Opens a database for reading.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when there is no such file, or it is not
   *     MLflow's; says what is missing
   * @throws StorageException when the file cannot be read
   */
  public static MlflowDatabase open(Path file) {
    checkHeader(file);
    Sql sql = null;
    try {
      SQLiteConfig config = new SQLiteConfig();
      config.setReadOnly(true);
      config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
      sql = new Sql(config.createConnection("jdbc:sqlite:" + file.toAbsolutePath()));
      MlflowTables tables = MlflowTables.of(sql);
      List<String> missing = NEEDED.stream().filter(table -> !tables.has(table)).toList();
      if (!missing.isEmpty()) {
        closeQuietly(sql);
        throw MlflowException.invalidParameter(
            "database: \""
                + file
                + "\" has no tables "
                + missing
                + " (expected: a database of MLflow"
                + (tables.has("postings") ? "; this one is a store of Spanloom" : "")
                + ")");
      }
      return new MlflowDatabase(file, sql, tables);
    } catch (SQLException e) {
      closeQuietly(sql);
      throw failed(file, e);
    }
  }

  private static void checkHeader(Path file) {
    String expected = " (expected: an SQLite database of MLflow)";
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(SQLITE_HEADER.length);
    } catch (IOException e) {
      throw MlflowException.invalidParameter("database: \"" + file + "\"" + expected + ": " + e);
    }
    if (!Arrays.equals(head, SQLITE_HEADER)) {
      throw MlflowException.invalidParameter(
          "database: \"" + file + "\" is no SQLite database" + expected);
    }
  }

  private static void closeQuietly(@Nullable Sql sql) {
    try {
      if (sql != null) {
        sql.close();
      }
    } catch (SQLException e) {
      // what went wrong before is what is told
    }
  }

  private static StorageException failed(Path file, SQLException e) {
    return new StorageException(
        "cannot read MLflow's database "
            + file
            + ": "
            + e.getMessage()
            + " (is it damaged, or held by another process?)",
        e);
  }

  /** How many traces it holds. */
  public long traceCount() {
    try {
      return sql.one("SELECT count(*) FROM trace_info", row -> row.getLong(1)).orElse(0L);
    } catch (SQLException e) {
      throw failed(file, e);
    }
  }

  /**
   * Takes experiments (by name, with their tags) and traces with tags, metadata, spans and
   * assessments into a store. A trace that is linked to a run gets its id as metadata {@code
   * mlflow.sourceRun}. Reported and not taken are deleted experiments with their traces, spans that
   * MLflow moved to its archive or that are in an artifact store which is no folder here, and
   * whatever cannot be read.
   *
   * @param experiment the name of the one that takes all traces, those of deleted experiments left
   *     out; null for each trace in the experiment of its own name
   * @throws StorageException when the database can no longer be read, or the store not written
   */
  public ImportReport importInto(TraceStore store, @Nullable String experiment, Progress progress) {
    long total = traceCount();
    ImportSink sink = new ImportSink(store, (done, unknown) -> progress.advanced(done, total));
    try {
      new MlflowExperiments(sql, tables, sink, experiment)
          .forEach(new MlflowTraces(sql, tables, sink, ArtifactFolders.beside(file))::read);
    } catch (SQLException e) {
      throw failed(file, e);
    }
    return sink.finish();
  }

  @Override
  public void close() {
    try {
      sql.close();
    } catch (SQLException e) {
      throw failed(file, e);
    }
  }
}

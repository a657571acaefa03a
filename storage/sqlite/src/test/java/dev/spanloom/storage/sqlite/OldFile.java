package dev.spanloom.storage.sqlite;

import com.github.luben.zstd.Zstd;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.storage.contract.Batches;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A file of version 1, with traces of one span each in an experiment with the id 7. */
final class OldFile {
  private OldFile() {}

  static void make(Path file, int traces) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (List<String> tables : List.of(SchemaV1.EXPERIMENTS, SchemaV1.TRACES)) {
        for (String table : tables) {
          statement.execute(table);
        }
      }
      statement.execute("INSERT INTO experiments VALUES (7, 'shop', 'active', 1, 1)");
      for (int i = 0; i < traces; i++) {
        insert(connection, i);
      }
      statement.execute("PRAGMA user_version = 1");
      statement.execute("PRAGMA application_id = " + 0x5350414E);
      connection.commit();
    }
  }

  static Span span(int trace) {
    return Span.builder(Batches.traceId(trace), "00000000000000aa")
        .name("root " + trace)
        .startTimeUnixNanos(1_700_000_000_000_000_000L + trace * 1_000_000L)
        .endTimeUnixNanos(1_700_000_000_000_000_000L + trace * 1_000_000L + 5_000_000)
        .inputs("question " + trace)
        .build();
  }

  private static void insert(Connection connection, int trace) throws SQLException {
    String traceId = Batches.traceId(trace);
    TraceInfo said = TraceInfo.builder(traceId).experimentId("7").state(TraceState.OK).build();
    execute(
        connection,
        "INSERT INTO traces (trace_id, experiment_id, said, span_count, request_time_ms, state) VALUES (?, 7, ?, 1, ?, 'OK')",
        traceId,
        JsonWriter.write(said.toMap()),
        1_700_000_000_000L + trace);
    execute(connection, "INSERT INTO trace_tags VALUES (?, 'env', 'prod')", traceId);
    execute(connection, "INSERT INTO trace_metadata VALUES (?, 'run', ?)", traceId, "r" + trace);
    byte[] request = OtlpRequests.encode(List.of(EncodedSpan.of(span(trace))));
    execute(
        connection,
        "INSERT INTO chunks VALUES (?, ?, 1, ?, ?)",
        trace,
        traceId,
        request.length,
        Zstd.compress(request));
    execute(
        connection,
        "INSERT INTO spans (trace_id, span_id, name, status, start_ns, size_bytes, chunk_id, position)"
            + " VALUES (?, '00000000000000aa', 'root', 'UNSET', 1, 1, ?, 0)",
        traceId,
        trace);
    Feedback feedback =
        Feedback.builder("ok").value(true).traceId(traceId).assessmentId("a-1").build();
    execute(
        connection,
        "INSERT INTO assessments VALUES (?, 0, 'a-1', 'ok', 'feedback', ?)",
        traceId,
        JsonWriter.write(feedback.toMap()));
  }

  private static void execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  /** The tables of version 1 that were put aside and are still there. */
  static List<String> tablesOf(Path file) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT name FROM sqlite_master WHERE name LIKE 'old%'")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}

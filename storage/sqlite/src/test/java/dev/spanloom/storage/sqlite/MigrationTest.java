package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of earlier versions. */
class MigrationTest {
  private static final int TRACES = 450; // more than move at once

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void makeFileOfVersion1() throws SQLException {
    file = folder.resolve("old.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (List<String> tables : List.of(SchemaV1.EXPERIMENTS, SchemaV1.TRACES)) {
        for (String table : tables) {
          statement.execute(table);
        }
      }
      statement.execute("INSERT INTO experiments VALUES (7, 'shop', 'active', 1, 1)");
      for (int i = 0; i < TRACES; i++) {
        insert(connection, i);
      }
      statement.execute("PRAGMA user_version = 1");
      statement.execute("PRAGMA application_id = " + 0x5350414E);
      connection.commit();
    }
  }

  private static Span span(int trace) {
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

  private List<String> tables() throws SQLException {
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

  @Test
  void everythingOfVersion1IsThereAndFound() throws SQLException {
    try (TraceStore store = SqliteTraceStore.open(file)) {
      Trace trace = store.reader().trace(Batches.traceId(3)).orElseThrow();
      assertThat(trace.data().spans()).containsExactly(span(3));
      assertThat(trace.info().tags()).containsAllEntriesOf(Map.of("env", "prod"));
      assertThat(trace.info().traceMetadata()).containsEntry("run", "r3");
      assertThat(trace.info().assessments()).hasSize(1);
      assertThat(
              store
                  .search()
                  .count(
                      TraceQuery.builder("7")
                          .filter(
                              FilterParser.parse(
                                  "tag.env = 'prod' AND feedback.ok = true AND trace.text LIKE '%question%'"))
                          .build()))
          .isEqualTo(TRACES);
      assertThat(store.experiments().getByName("shop")).isPresent();
      assertThat(store.experiments().create("new").experimentId()).isEqualTo("8");
      assertThat(store.health().check()).isEmpty();
    }
    assertThat(tables()).isEmpty();
  }

  @Test
  void aMigratedFileIsNotMigratedAgain() throws SQLException {
    try (TraceStore store = SqliteTraceStore.open(file)) {
      assertThat(store.health().stats().traces()).isEqualTo(TRACES);
    }
    try (TraceStore store = SqliteTraceStore.open(file)) {
      assertThat(store.health().stats().traces()).isEqualTo(TRACES);
      assertThat(store.health().stats().spans()).isEqualTo(TRACES);
      assertThat(store.health().stats().schemaVersion()).isEqualTo(Schema.NEWEST);
    }
  }
}

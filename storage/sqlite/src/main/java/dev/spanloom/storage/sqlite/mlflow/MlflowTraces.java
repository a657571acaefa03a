package dev.spanloom.storage.sqlite.mlflow;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.Linked;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.transfer.ImportSink;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The traces of an experiment in the order of their time, in pages that are read at once each. */
final class MlflowTraces {
  private static final int PAGE = 100;
  private static final List<String> COLUMNS =
      List.of(
          "request_id",
          "timestamp_ms",
          "execution_time_ms",
          "status",
          "client_request_id",
          "request_preview",
          "response_preview");

  private final Sql sql;
  private final MlflowTables tables;
  private final ImportSink sink;
  private final MlflowAssessments assessments;
  private final MlflowSpans spans;

  private record Row(
      String id,
      long timeMillis,
      @Nullable Long durationMillis,
      String status,
      @Nullable String clientRequestId,
      @Nullable String requestPreview,
      @Nullable String responsePreview) {
    static Row of(ResultSet row) throws SQLException {
      long duration = row.getLong(3);
      boolean unknown = row.wasNull();
      return new Row(
          row.getString(1),
          row.getLong(2),
          unknown ? null : duration,
          String.valueOf(row.getString(4)),
          row.getString(5),
          row.getString(6),
          row.getString(7));
    }

    String place() {
      return "trace " + id;
    }
  }

  MlflowTraces(Sql sql, MlflowTables tables, ImportSink sink, ArtifactFolders artifacts) {
    this.sql = sql;
    this.tables = tables;
    this.sink = sink;
    this.assessments = new MlflowAssessments(sql, tables, sink);
    this.spans = new MlflowSpans(sql, tables, sink, artifacts);
  }

  /** Takes the traces of an experiment. */
  void read(long experimentId, String idInStore) throws SQLException {
    long time = Long.MIN_VALUE;
    String id = "";
    List<Row> page;
    do {
      page =
          sql.list(
              "SELECT "
                  + tables.select("trace_info", COLUMNS)
                  + " FROM trace_info WHERE experiment_id = ? AND (timestamp_ms, request_id) > (?,"
                  + " ?) ORDER BY timestamp_ms, request_id LIMIT "
                  + PAGE,
              Row::of,
              experimentId,
              time,
              id);
      for (Row row : page) {
        take(row, idInStore);
        time = row.timeMillis();
        id = row.id();
      }
    } while (page.size() == PAGE);
  }

  private void take(Row row, String idInStore) throws SQLException {
    Map<String, String> tags = pairs("trace_tags", row.id());
    Map<String, String> metadata = pairs("trace_request_metadata", row.id());
    linkRuns(row, metadata);
    List<Assessment> assessed = assessments.of(row.id());
    try {
      sink.info(
          TraceInfo.builder(row.id())
              .experimentId(idInStore)
              .requestTimeUnixMillis(row.timeMillis())
              .executionDurationMillis(row.durationMillis())
              .state(TraceState.parse(row.status()))
              .clientRequestId(row.clientRequestId())
              .requestPreview(row.requestPreview())
              .responsePreview(row.responsePreview())
              .tags(tags)
              .metadata(metadata)
              .assessments(assessed)
              .build(),
          row.place());
    } catch (MlflowException e) {
      sink.skipped(row.place(), String.valueOf(e.getMessage()));
    }
    spans.read(row.id(), idInStore, tags);
  }

  private Map<String, String> pairs(String table, String traceId) throws SQLException {
    Map<String, String> pairs = new LinkedHashMap<>();
    sql.visit(
        "SELECT key, value FROM " + table + " WHERE request_id = ? ORDER BY key",
        row -> {
          String value = row.getString(2);
          pairs.put(row.getString(1), value == null ? "" : value);
          return true;
        },
        traceId);
    return pairs;
  }

  /** The runs that a trace is linked to; the first is its own where its metadata names none. */
  private void linkRuns(Row row, Map<String, String> metadata) throws SQLException {
    if (!tables.has("entity_associations")) {
      return;
    }
    List<String> runs =
        new ArrayList<>(
            sql.list(
                "SELECT destination_id FROM entity_associations WHERE source_type = 'trace' AND"
                    + " source_id = ? AND destination_type = 'run' ORDER BY created_time,"
                    + " destination_id",
                link -> link.getString(1),
                row.id()));
    if (!runs.isEmpty() && !metadata.containsKey(TraceMetadataKey.SOURCE_RUN)) {
      metadata.put(TraceMetadataKey.SOURCE_RUN, runs.get(0));
    }
    runs.remove(metadata.get(TraceMetadataKey.SOURCE_RUN));
    if (!runs.isEmpty()) {
      metadata.put(TraceMetadataKey.LINKED_RUNS, Linked.text(runs));
    }
  }
}

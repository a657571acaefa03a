package dev.spanloom.storage.sqlite.mlflow;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.transfer.ImportSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The spans of a trace: rows, or a file in the trace's artifact folder. */
final class MlflowSpans {
  private final Sql sql;
  private final MlflowTables tables;
  private final ImportSink sink;
  private final ArtifactFolders artifacts;

  MlflowSpans(Sql sql, MlflowTables tables, ImportSink sink, ArtifactFolders artifacts) {
    this.sql = sql;
    this.tables = tables;
    this.sink = sink;
    this.artifacts = artifacts;
  }

  /** Takes the spans of a trace. */
  void read(String traceId, String experimentId, Map<String, String> tags) throws SQLException {
    String location = tags.get(TraceTagKey.SPANS_LOCATION);
    long rows = tables.has("spans") ? readRows(traceId, experimentId) : 0;
    if (rows == 0 && !TraceTagKey.TRACKING_STORE.equals(location)) {
      readFile(traceId, experimentId, tags.get(TraceTagKey.ARTIFACT_LOCATION), location);
    }
  }

  private long readRows(String traceId, String experimentId) throws SQLException {
    long[] counts = new long[2];
    sql.visit(
        "SELECT span_id, content FROM spans WHERE trace_id = ? ORDER BY start_time_unix_nano,"
            + " span_id",
        row -> {
          counts[0]++;
          String content = row.getString(2);
          if (content == null || content.isEmpty()) {
            counts[1]++;
          } else {
            String where = "trace " + traceId + ", span " + row.getString(1);
            take(parsed(content, where), traceId, experimentId, where);
          }
          return true;
        },
        traceId);
    if (counts[1] > 0) {
      sink.skipped(
          "trace " + traceId,
          counts[1]
              + " spans whose content MLflow has moved to its archive; the trace is taken"
              + " without them");
    }
    return counts[0];
  }

  private void readFile(
      String traceId, String experimentId, @Nullable String folder, @Nullable String location) {
    String where = "trace " + traceId;
    Path file = folder == null ? null : artifacts.spansFile(folder).orElse(null);
    if (file == null) {
      sink.skipped(
          where,
          "no spans are in the database"
              + (location == null ? "" : " but in " + location)
              + ", and the artifact location "
              + folder
              + " is no folder here with traces.json; the trace is taken without them");
      return;
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      sink.skipped(where, "the spans in " + file + " cannot be read: " + e);
      return;
    }
    if (parsed(text, where + ", " + file) instanceof Map<?, ?> data
        && data.get("spans") instanceof List<?> spans) {
      int number = 0;
      for (Object span : spans) {
        take(span, traceId, experimentId, where + ", span " + ++number + " of " + file);
      }
    } else {
      sink.skipped(where, file + " (expected: an object with the list spans)");
    }
  }

  private @Nullable Object parsed(String json, String where) {
    try {
      return JsonReader.read(json);
    } catch (JsonSyntaxException e) {
      sink.skipped(where, "damaged: " + e.getMessage());
      return null;
    }
  }

  private void take(@Nullable Object dict, String traceId, String experimentId, String where) {
    if (!(dict instanceof Map<?, ?> map)) {
      if (dict != null) {
        sink.skipped(where, dict + " (expected: an object)");
      }
      return;
    }
    Map<String, @Nullable Object> span = new LinkedHashMap<>();
    map.forEach((key, value) -> span.put(String.valueOf(key), value));
    try {
      sink.span(EncodedSpan.of(ofTrace(Span.fromMap(span), traceId)), experimentId, where);
    } catch (MlflowException | IllegalArgumentException e) {
      sink.skipped(where, String.valueOf(e.getMessage()));
    }
  }

  /** Newer servers give a trace an id of their own, and leave the client's id in the span. */
  private static Span ofTrace(Span span, String traceId) {
    if (span.traceId().equals(traceId)) {
      return span;
    }
    return span.toBuilder()
        .traceId(traceId)
        .otelTraceId(span.otelTraceId())
        .attribute(SpanAttributeKey.REQUEST_ID, AttributeValue.of(traceId))
        .build();
  }
}

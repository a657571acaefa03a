package dev.spanloom.destination.databricks;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.internal.mlflow.BatchWriter;
import dev.spanloom.internal.mlflow.MlflowApi;
import dev.spanloom.internal.mlflow.SentInfo;
import dev.spanloom.internal.mlflow.SpanRequests;
import dev.spanloom.internal.mlflow.TraceLedger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the tables of a Unity Catalog in the order of MLflow's own client: spans as they end,
 * then what is said of a trace, once it has ended. Thread-safe.
 */
final class CatalogWriter implements BatchWriter {
  private static final int MOST_BYTES = 2 << 20;

  /** Where a workspace keeps the spans of a schema that was set up for them. */
  private static final String SPANS_TABLE = "mlflow_experiment_trace_otel_spans";

  private final CatalogTraces traces;
  private final SpanRequests spans;
  private final TraceLedger ledger;
  // by location: few
  private final Map<String, String> tables = new ConcurrentHashMap<>();

  CatalogWriter(CatalogTraces traces, SpanRequests spans, TraceLedger ledger) {
    this.traces = traces;
    this.spans = spans;
    this.ledger = ledger;
  }

  @Override
  public void write(TraceBatch batch) {
    for (TraceInfo info : batch.infos()) {
      ledger.heard(info);
      noteTable(info.traceLocation());
    }
    sendSpans(batch.spans());
    for (TraceInfo info : batch.infos()) {
      if (!SentInfo.isRunning(info)) { // of a running trace the last word follows
        sendInfo(info);
      }
    }
  }

  private void noteTable(TraceLocation location) {
    String table = null;
    if (location instanceof TraceLocation.UnityCatalogSchema schema) {
      table = schema.fullOtelSpansTableName();
    } else if (location instanceof TraceLocation.UnityCatalogTablePrefix prefix
        && prefix.otelSpansTableName() != null) {
      table = prefix.catalogName() + "." + prefix.schemaName() + "." + prefix.otelSpansTableName();
    }
    String place = location.locationId();
    if (table != null && place != null) {
      tables.put(place, table);
    }
  }

  private void sendSpans(List<EncodedSpan> all) {
    Map<String, List<EncodedSpan>> byTable = new LinkedHashMap<>();
    List<Span> sent = new ArrayList<>(all.size());
    for (EncodedSpan encoded : all) {
      Span span = encoded.decode();
      sent.add(span);
      byTable.computeIfAbsent(tableOf(span), table -> new ArrayList<>()).add(encoded);
    }
    byTable.forEach(this::send);
    ledger.sent(sent);
  }

  private String tableOf(Span span) {
    String location = CatalogId.of(span.traceId()).map(CatalogId::location).orElse("");
    String known = tables.get(location);
    if (known != null) {
      return known;
    }
    if (CatalogId.locationOf(location) instanceof TraceLocation.UnityCatalogSchema) {
      return location + "." + SPANS_TABLE;
    }
    throw MlflowException.invalidParameter(
        "span "
            + span.spanId()
            + " belongs to "
            + location
            + ", whose table of spans is unknown (expected: a location with"
            + " otel_spans_table_name)");
  }

  private void send(String table, List<EncodedSpan> some) {
    try {
      spans.send(some, table, MOST_BYTES, false);
    } catch (MlflowException e) {
      if (MlflowApi.isMissing(e) || MlflowApi.isUnknownEndpoint(e)) {
        throw new RetryLaterException(
            e.getMessage()
                + " (expected: the table "
                + table
                + " in the catalog, set up for traces of MLflow)",
            e);
      }
      throw e;
    }
  }

  private void sendInfo(TraceInfo said) {
    Optional<CatalogId> id = CatalogId.of(said.traceId());
    if (id.isEmpty()) {
      throw MlflowException.invalidParameter(
          "trace id: \"" + said.traceId() + "\" (expected: that of a trace in Unity Catalog)");
    }
    TraceInfo info = said;
    if (!SentInfo.isWhole(said)) {
      Optional<TraceInfo> stored = traces.infoOnce(id.get());
      if (stored.isPresent()) {
        info = SentInfo.completed(said, stored.get());
      }
    }
    @Nullable TraceFacts facts = ledger.facts(said.traceId()).orElse(null);
    if (facts != null && SentInfo.isFinal(info)) {
      info = TraceInfoMerge.complete(info, facts);
    }
    noteTable(traces.start(id.get(), info).traceLocation());
    if (SentInfo.isFinal(info)) {
      ledger.closed(said.traceId());
    }
  }
}

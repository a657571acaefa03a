package dev.spanloom.destinations.databricks;

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

/**
 * Writes into the tables of a Unity Catalog in the order of MLflow's own client: spans as they end,
 * then what is said of a trace, once it has ended. Thread-safe.
 */
final class CatalogWriter implements BatchWriter {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");
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
    List<Span> sent = sendSpans(batch.spans());
    for (TraceInfo info : batch.infos()) {
      if (!SentInfo.isRunning(info)) { // of a running trace the last word follows
        sendInfo(info, sent);
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

  private List<Span> sendSpans(List<EncodedSpan> all) {
    Map<String, List<EncodedSpan>> byTable = new LinkedHashMap<>();
    List<Span> sent = new ArrayList<>(all.size());
    for (EncodedSpan encoded : all) {
      Span span = encoded.decode();
      sent.add(span);
      byTable.computeIfAbsent(tableOf(span), table -> new ArrayList<>()).add(encoded);
    }
    byTable.forEach(this::send);
    ledger.sent(sent);
    return sent;
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

  private void sendInfo(TraceInfo said, List<Span> sent) {
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
    if (SentInfo.isFinal(info)) {
      info =
          TraceInfoMerge.complete(
              info,
              ledger.facts(said.traceId()).or(() -> storedFacts(id.get(), sent)).orElse(null));
    }
    noteTable(traces.start(id.get(), info).traceLocation());
    if (SentInfo.isFinal(info)) {
      ledger.closed(said.traceId());
    }
  }

  /**
   * What the spans of a trace say together that an earlier process began, or that was forgotten:
   * those in the table, and those just sent, which may not be seen there yet. Empty where they
   * cannot be read now, which is no reason to keep the trace waiting.
   */
  private Optional<TraceFacts> storedFacts(CatalogId id, List<Span> sent) {
    Map<String, Span> all = new LinkedHashMap<>();
    try {
      traces
          .traceOnce(id)
          .ifPresent(trace -> trace.data().spans().forEach(span -> all.put(span.spanId(), span)));
    } catch (MlflowException | RetryLaterException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "the totals of trace {0} are not known: {1}",
          id.traceId(),
          e.getMessage());
      return Optional.empty();
    }
    for (Span span : sent) {
      if (span.traceId().equals(id.traceId())) {
        all.put(span.spanId(), span);
      }
    }
    return TraceFacts.ofSpans(all.values());
  }
}

package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.TraceBatch;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * Writes to MLflow 3.4 or newer with an SQL store, in the order of MLflow's own client: spans as
 * they end, the root last, then what is said of the trace, once it has ended. Such a server adds up
 * tokens wrongly (twice when a span is sent twice, parents and children both), and forgets what a
 * later word leaves out; so the last word brings the totals, and a change what the server had. See
 * ADR 0023. Thread-safe.
 */
final class MlflowWriter implements BatchWriter {
  private static final int MOST_BYTES = 2 << 20;
  private static final int LANES = 4;
  private static final List<String> TOTALS =
      List.of(
          TraceMetadataKey.TOKEN_USAGE,
          TraceMetadataKey.COST,
          TraceMetadataKey.SIZE_STATS,
          TraceMetadataKey.SIZE_BYTES);

  private final TraceCalls traces;
  private final SpanRequests spans;
  private final ServerProbe probe;
  private final TraceLedger ledger;
  private final ExecutorService executor;

  MlflowWriter(
      TraceCalls traces,
      SpanRequests spans,
      ServerProbe probe,
      TraceLedger ledger,
      ExecutorService executor) {
    this.executor = executor;
    this.traces = traces;
    this.spans = spans;
    this.probe = probe;
    this.ledger = ledger;
  }

  @Override
  public void write(TraceBatch batch) {
    batch.infos().forEach(ledger::heard);
    Set<String> wrong = sendSpans(batch);
    // of a running trace the last word follows, and would not undo all that an earlier one does
    List<TraceInfo> ended =
        batch.infos().stream().filter(info -> !SentInfo.isRunning(info)).toList();
    Lanes.forEach(ended, LANES, executor, this::sendInfo);
    ended.forEach(info -> wrong.remove(info.traceId()));
    Lanes.forEach(List.copyOf(wrong), LANES, executor, this::mendTotals);
  }

  /** Sends the spans, and names the traces whose totals the server may have wrong by that. */
  private Set<String> sendSpans(TraceBatch batch) {
    Map<String, List<EncodedSpan>> byExperiment = new LinkedHashMap<>();
    List<Span> sent = new ArrayList<>(batch.spans().size());
    for (EncodedSpan encoded : batch.spans()) {
      Span span = encoded.decode();
      sent.add(span);
      byExperiment
          .computeIfAbsent(
              ledger.experimentOf(span.traceId(), batch.experimentId()), id -> new ArrayList<>())
          .add(encoded);
    }
    try {
      byExperiment.forEach((id, part) -> spans.send(part, id, MOST_BYTES, false));
    } catch (MlflowException e) {
      if (e.errorCode() == ErrorCode.NOT_IMPLEMENTED
          || (MlflowApi.isUnknownEndpoint(e) && probe.stillTakesSpans())) {
        probe.learned(ServerKind.FILES);
        throw new OtherKindException();
      }
      throw e;
    }
    return ledger.sent(sent);
  }

  private void sendInfo(TraceInfo said) {
    TraceInfo info = SentInfo.withAssessmentIds(said);
    if (!SentInfo.isWhole(said)) {
      Optional<TraceInfo> stored = traces.infoOnce(said.traceId());
      if (stored.isPresent()) {
        info = SentInfo.completed(info, stored.get());
      }
    }
    Optional<TraceFacts> facts = ledger.facts(said.traceId());
    if (facts.isPresent() && SentInfo.isFinal(info)) {
      info = TraceInfoMerge.complete(info, facts.get());
    }
    traces.start(info);
    if (SentInfo.isFinal(info)) {
      ledger.closed(said.traceId());
      if (facts.isEmpty()) {
        mendTotals(said.traceId());
      }
    }
  }

  /** Tells the server the totals of all spans that it has of a trace that has ended. */
  private void mendTotals(String traceId) {
    Trace trace = traces.traceOnce(traceId).orElse(null);
    if (trace == null || !SentInfo.isFinal(trace.info())) {
      return; // the last word is still to come
    }
    TraceInfo stored = trace.info();
    TraceInfo right =
        TraceInfoMerge.complete(stored, TraceFacts.ofSpans(trace.data().spans()).orElse(null));
    Map<String, String> totals = new LinkedHashMap<>();
    for (String key : TOTALS) {
      String total = right.traceMetadata().get(key);
      if (total != null && !total.equals(stored.traceMetadata().get(key))) {
        totals.put(key, total);
      }
    }
    if (!totals.isEmpty()) {
      traces.start(totalsOnly(stored, totals));
    }
    ledger.closed(traceId);
  }

  /** Without tags and other metadata: what was read of them may be cut short. */
  private static TraceInfo totalsOnly(TraceInfo stored, Map<String, String> totals) {
    return TraceInfo.builder(stored.traceId())
        .clientRequestId(stored.clientRequestId())
        .traceLocation(stored.traceLocation())
        .requestPreview(stored.requestPreview())
        .responsePreview(stored.responsePreview())
        .requestTimeUnixMillis(stored.requestTimeUnixMillis())
        .executionDurationMillis(stored.executionDurationMillis())
        .state(stored.state())
        .metadata(totals)
        .build();
  }
}

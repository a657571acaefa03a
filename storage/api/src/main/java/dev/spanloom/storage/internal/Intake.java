package dev.spanloom.storage.internal;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import dev.spanloom.storage.WriteResult.Rejection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A batch looked through: what is wrong taken out, what is good grouped by trace. Not thread-safe.
 */
public final class Intake {
  private final String experimentId;
  private final Map<String, OfTrace> traces = new LinkedHashMap<>();
  private final List<Rejection> rejectedInfos = new ArrayList<>();
  private final List<Rejection> rejectedSpans = new ArrayList<>();

  private Intake(String experimentId) {
    this.experimentId = experimentId;
  }

  /** An info that can be stored. */
  public record AcceptedInfo(int index, TraceInfo info) {}

  /** A span that can be stored. */
  public record AcceptedSpan(int index, EncodedSpan encoded, SpanFacts facts) {}

  /**
   * What a batch brings for one trace.
   *
   * @param infos in the order of the batch
   * @param spans by span id, the last version of each
   */
  public record OfTrace(
      String traceId, List<AcceptedInfo> infos, Map<String, AcceptedSpan> spans) {}

  /** Looks a batch through. Decodes every span once: what cannot be read is not stored. */
  public static Intake of(WriteBatch batch) {
    Intake intake = new Intake(batch.experimentId());
    for (int i = 0; i < batch.infos().size(); i++) {
      intake.add(i, batch.infos().get(i));
    }
    for (int i = 0; i < batch.spans().size(); i++) {
      intake.add(i, batch.spans().get(i));
    }
    return intake;
  }

  private void add(int index, TraceInfo info) {
    try {
      ofTrace(info.traceId()).infos().add(new AcceptedInfo(index, TraceRules.accept(info)));
    } catch (MlflowException e) {
      rejectedInfos.add(new Rejection(index, e.errorCode(), String.valueOf(e.getMessage())));
    }
  }

  private void add(int index, EncodedSpan encoded) {
    try {
      SpanFacts facts = SpanFacts.of(encoded.decode());
      TraceRules.checkTraceId(facts.traceId());
      ofTrace(facts.traceId()).spans().put(facts.spanId(), new AcceptedSpan(index, encoded, facts));
    } catch (RuntimeException e) {
      // bytes from outside: whatever decoding them runs into, it concerns this span only
      ErrorCode code =
          e instanceof MlflowException known
              ? known.errorCode()
              : ErrorCode.INVALID_PARAMETER_VALUE;
      rejectedSpans.add(new Rejection(index, code, "span cannot be decoded: " + e.getMessage()));
    }
  }

  private OfTrace ofTrace(String traceId) {
    return traces.computeIfAbsent(
        traceId, id -> new OfTrace(id, new ArrayList<>(), new LinkedHashMap<>()));
  }

  public Collection<OfTrace> traces() {
    return traces.values();
  }

  /**
   * Where a trace that the store does not know yet shall live. Rejects infos that name an
   * experiment which does not exist, and everything of the trace when nobody names one that does.
   *
   * @return false when nothing of the trace is to be stored
   */
  public boolean admit(OfTrace trace, boolean known, Predicate<String> experimentExists) {
    trace.infos().removeIf(accepted -> rejectUnplaced(accepted, experimentExists));
    if (known
        || trace.infos().stream().anyMatch(accepted -> accepted.info().experimentId() != null)
        || experimentExists.test(experimentId)) {
      return known || !trace.infos().isEmpty() || !trace.spans().isEmpty();
    }
    String reason = String.valueOf(ExperimentRules.noSuchExperiment(experimentId).getMessage());
    trace.infos().forEach(info -> rejectedInfos.add(missing(info.index(), reason)));
    trace.spans().values().forEach(span -> rejectedSpans.add(missing(span.index(), reason)));
    return false;
  }

  private boolean rejectUnplaced(AcceptedInfo accepted, Predicate<String> experimentExists) {
    String said = accepted.info().experimentId();
    if (said == null || experimentExists.test(said)) {
      return false;
    }
    MlflowException error = ExperimentRules.noSuchExperiment(said);
    rejectedInfos.add(missing(accepted.index(), String.valueOf(error.getMessage())));
    return true;
  }

  private static Rejection missing(int index, String reason) {
    return new Rejection(index, ErrorCode.RESOURCE_DOES_NOT_EXIST, reason);
  }

  /** The experiment of a new trace until an info says another. */
  public String firstExperiment(OfTrace trace) {
    return trace.infos().stream()
        .map(accepted -> accepted.info().experimentId())
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(experimentId);
  }

  public WriteResult result() {
    return rejectedInfos.isEmpty() && rejectedSpans.isEmpty()
        ? WriteResult.COMPLETE
        : new WriteResult(rejectedInfos, rejectedSpans);
  }
}

package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.TraceBatch;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes to servers that take a trace in one piece: gathers spans until the trace has ended, then
 * says what is known of it and uploads its spans. Spans that come later are added to those that
 * were uploaded. Beyond a number of bytes the eldest traces are written as far as they are there.
 *
 * <p>What is gathered is only in memory: {@link #held} names the traces. Thread-safe: one batch at
 * a time, since a trace is read, changed and written.
 */
public final class WholeTraceWriter implements BatchWriter {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");
  private static final long MOST_BYTES = 64L << 20;

  private final WholeTraces traces;
  private final long mostBytes;
  private final long knownSinceUnixMillis;
  private final Map<String, Gathered> gathering = new LinkedHashMap<>();
  private final Remembered<Boolean> written = new Remembered<>();
  private final Remembered<MlflowException> refused = new Remembered<>();
  private long bytes;

  private final ReentrantLock lock;
  private volatile Set<String> held = Set.of();

  /**
   * A writer that has nothing yet.
   *
   * @param knownSinceUnixMillis of traces that began before, the server may know something
   * @param lock shared by writers that hand on to each other
   */
  public WholeTraceWriter(WholeTraces traces, long knownSinceUnixMillis, ReentrantLock lock) {
    this(traces, knownSinceUnixMillis, lock, MOST_BYTES);
  }

  /**
   * One of another size.
   *
   * @param mostBytes of encoded spans that are gathered
   */
  public WholeTraceWriter(
      WholeTraces traces, long knownSinceUnixMillis, ReentrantLock lock, long mostBytes) {
    this.traces = traces;
    this.lock = lock;
    this.knownSinceUnixMillis = knownSinceUnixMillis;
    this.mostBytes = mostBytes;
  }

  /** What there is of a trace so far. */
  private static final class Gathered {
    private final String experimentId;
    private final Map<String, EncodedSpan> spans = new LinkedHashMap<>();
    private @Nullable TraceInfo info;
    private boolean rootEnded;
    private boolean tried;
    private long bytes;

    private Gathered(String experimentId) {
      this.experimentId = experimentId;
    }

    private void add(Span span, EncodedSpan encoded) {
      EncodedSpan before = spans.put(span.spanId(), encoded);
      bytes += encoded.span().length - (before == null ? 0 : before.span().length);
      rootEnded |= span.isRoot();
    }

    /** Over when its program says so, and its root has come. */
    private boolean isOver() {
      return info != null && !SentInfo.isRunning(info) && rootEnded;
    }

    private List<Span> decoded() {
      return TraceCalls.ordered(spans.values().stream().map(EncodedSpan::decode).toList());
    }
  }

  @Override
  public void write(TraceBatch batch) {
    lock.lock();
    try {
      gather(batch);
    } finally {
      release();
    }
  }

  private void release() {
    held = Set.copyOf(gathering.keySet());
    lock.unlock();
  }

  private void gather(TraceBatch batch) {
    Set<String> touched = new LinkedHashSet<>();
    for (TraceInfo info : batch.infos()) {
      checkNotRefused(info.traceId());
      Gathered trace = gathered(info.traceId(), batch.experimentId());
      trace.info = trace.info == null ? info : TraceInfoMerge.update(trace.info, info);
      touched.add(info.traceId());
    }
    for (EncodedSpan encoded : batch.spans()) {
      Span span = encoded.decode();
      checkNotRefused(span.traceId());
      Gathered trace = gathered(span.traceId(), batch.experimentId());
      bytes -= trace.bytes;
      trace.add(span, encoded);
      bytes += trace.bytes;
      touched.add(span.traceId());
    }
    for (String traceId : touched) {
      Gathered trace = gathering.get(traceId);
      if (trace != null
          && (trace.isOver() || written.containsKey(traceId) || isNews(traceId, trace))) {
        settle(traceId, trace);
      }
    }
    while (bytes > mostBytes) {
      Map.Entry<String, Gathered> eldest = gathering.entrySet().iterator().next();
      settle(eldest.getKey(), eldest.getValue());
    }
  }

  private Gathered gathered(String traceId, String experimentId) {
    return gathering.computeIfAbsent(traceId, id -> new Gathered(experimentId));
  }

  private void checkNotRefused(String traceId) {
    MlflowException before = refused.get(traceId);
    if (before != null) {
      throw new MlflowException(before.errorCode(), String.valueOf(before.getMessage()), before);
    }
  }

  /** A last word without a root is news of a trace that an earlier process has written. */
  private boolean isNews(String traceId, Gathered trace) {
    return trace.info != null
        && !SentInfo.isRunning(trace.info)
        && !trace.rootEnded
        && traces.find(traceId).isPresent();
  }

  private void settle(String traceId, Gathered trace) {
    try {
      store(traceId, trace);
    } catch (MlflowException e) {
      if (!MlflowApi.isUnknownEndpoint(e)) { // else no MLflow answers there, and there may be one
        refused.put(traceId, e);
        remove(traceId);
      }
      throw e;
    }
    written.put(traceId, true);
    remove(traceId);
  }

  private void remove(String traceId) {
    Gathered trace = gathering.remove(traceId);
    bytes -= trace == null ? 0 : trace.bytes;
  }

  private void store(String traceId, Gathered trace) {
    TraceInfo said = trace.info;
    boolean first = said != null && isFirstWord(traceId, trace, said);
    TraceInfo stored = first ? null : traces.find(traceId).orElse(null);
    trace.tried = true;
    Map<String, Span> spans = new LinkedHashMap<>();
    if (stored != null) {
      traces.spans(stored).forEach(span -> spans.put(span.spanId(), span));
    }
    trace.decoded().forEach(span -> spans.put(span.spanId(), span));
    TraceFacts facts = TraceFacts.ofSpans(spans.values()).orElse(null);
    TraceInfo info =
        said == null
            ? TraceInfo.builder(traceId)
                .experimentId(trace.experimentId)
                .state(stored == null ? TraceState.IN_PROGRESS : TraceState.STATE_UNSPECIFIED)
                .build()
            : SentInfo.withAssessmentIds(said);
    if (stored != null) {
      info = SentInfo.completed(info, stored);
    }
    traces.write(
        TraceInfoMerge.complete(info, facts),
        stored,
        trace.spans.isEmpty() ? List.of() : TraceCalls.ordered(new ArrayList<>(spans.values())));
  }

  /** The server cannot know the trace yet, and need not be asked. */
  private boolean isFirstWord(String traceId, Gathered trace, TraceInfo said) {
    return !trace.tried
        && SentInfo.isWhole(said)
        && said.requestTimeUnixMillis() > knownSinceUnixMillis
        && !written.containsKey(traceId);
  }

  /** The traces of which something is only here. */
  public Set<String> held() {
    return held;
  }

  /** Whether a call is under way, which may wait for its server. */
  public boolean isBusy() {
    return lock.isLocked();
  }

  /** Writes all that is here by another writer, for a server that takes it otherwise. */
  public void handOn(BatchWriter other) {
    if (held.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      handAllOn(other);
    } finally {
      release();
    }
  }

  private void handAllOn(BatchWriter other) {
    for (String traceId : List.copyOf(gathering.keySet())) {
      Gathered trace = gathering.get(traceId);
      if (trace == null) {
        continue;
      }
      try {
        other.write(
            new TraceBatch(
                trace.info == null ? List.of() : List.of(trace.info),
                List.copyOf(trace.spans.values()),
                trace.experimentId));
      } catch (MlflowException e) {
        if (MlflowApi.isUnknownEndpoint(e)) {
          throw e;
        }
        LOG.log(
            System.Logger.Level.WARNING,
            "Trace {0} was refused and is lost: {1}",
            traceId,
            e.getMessage());
      }
      remove(traceId);
    }
  }

  /**
   * Writes all that is here as far as it is there.
   *
   * @return how many traces are left, since the server did not take them
   */
  public int flush() {
    lock.lock();
    try {
      for (String traceId : List.copyOf(gathering.keySet())) {
        Gathered trace = gathering.get(traceId);
        if (trace != null) {
          settle(traceId, trace);
        }
      }
    } catch (RuntimeException e) {
      // the rest would fail as this one did
    } finally {
      release();
    }
    return held.size();
  }
}

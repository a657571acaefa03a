package dev.spanloom;

import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.internal.log.SparseLog;
import dev.spanloom.internal.settings.Settings;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The traces with open spans in this process. One daemon thread, started with the first trace, ends
 * spans that were forgotten and traces that exceed their time. Thread-safe.
 */
final class OpenTraces {
  private static final long CHECK_MILLIS = 1000;

  private final Tracing tracing;
  // by OpenTelemetry's id, which needs no second text and is hashed once
  private final Map<String, TraceRecord> traces = new ConcurrentHashMap<>();
  private final ReferenceQueue<LiveSpan> forgotten = new ReferenceQueue<>();
  private final SparseLog evictedLog = new SparseLog(Tracing.LOG);
  private final long timeoutNanos;
  private final long timeToLiveNanos;
  private final int maxTraces;
  private volatile @Nullable Thread watcher;
  private volatile boolean closed;

  OpenTraces(Tracing tracing, Settings settings) {
    this.tracing = tracing;
    this.timeoutNanos =
        TimeUnit.SECONDS.toNanos(settings.wholeNumber("MLFLOW_TRACE_TIMEOUT_SECONDS", 1, 0));
    this.timeToLiveNanos =
        TimeUnit.SECONDS.toNanos(
            settings.wholeNumber("MLFLOW_TRACE_BUFFER_TTL_SECONDS", 1, 86_400));
    this.maxTraces = (int) settings.wholeNumber("MLFLOW_TRACE_BUFFER_MAX_SIZE", 1, 100_000);
  }

  /** Notices when the program loses the handle of a span that is open. */
  private static final class Watch extends WeakReference<LiveSpan> {
    private final SpanRecord
        record; // which in turn keeps this reference alive as long as it is open

    private Watch(LiveSpan span, SpanRecord record, ReferenceQueue<LiveSpan> queue) {
      super(span, queue);
      this.record = record;
    }
  }

  /** Adds a trace and returns it, or the one of the same id that is open already. */
  TraceRecord add(TraceRecord trace) {
    TraceRecord known = traces.putIfAbsent(trace.otelTraceId(), trace);
    if (known == null) {
      if (watcher == null) {
        startWatcher();
      }
      if (traces.size() > maxTraces) {
        evictOldest();
      }
    }
    return known == null ? trace : known;
  }

  /** A trace stays known, or is again, while a span of it is open. */
  void keep(TraceRecord trace) {
    traces.putIfAbsent(trace.otelTraceId(), trace);
  }

  void watch(LiveSpan span, SpanRecord record) {
    Watch watch = new Watch(span, record, forgotten);
    record.setWatch(watch);
  }

  @Nullable TraceRecord find(String traceId) {
    return TraceIds.toOtel(traceId).map(traces::get).orElse(null);
  }

  List<TraceRecord> all() {
    return List.copyOf(traces.values());
  }

  /** Removes a trace without open spans; one that got another meanwhile stays. */
  void remove(TraceRecord trace) {
    if (traces.remove(trace.otelTraceId(), trace) && trace.hasOpenSpans()) {
      keep(trace);
    }
  }

  private synchronized void startWatcher() {
    if (watcher == null && !closed) {
      Thread thread = new Thread(this::run, "spanloom-watcher");
      thread.setDaemon(true);
      watcher = thread;
      thread.start();
    }
  }

  private void run() {
    long nextCheck = System.nanoTime();
    while (!closed) {
      try {
        Reference<? extends LiveSpan> reference = forgotten.remove(CHECK_MILLIS);
        if (reference instanceof Watch watch) {
          if (watch.record.isRunning()) {
            tracing.endAbandoned(watch.record);
          }
        }
        if (System.nanoTime() - nextCheck >= 0) {
          nextCheck = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CHECK_MILLIS);
          endOverdue();
          announceAll();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | LinkageError e) {
        Tracing.LOG.log(System.Logger.Level.DEBUG, "checking open traces failed", e);
      }
    }
  }

  /** Makes every open trace known to its destination. */
  void announceAll() {
    traces.values().forEach(TraceRecord::announce);
  }

  private void endOverdue() {
    for (TraceRecord trace : traces.values()) {
      boolean overdue =
          timeoutNanos > 0 && trace.ageNanos() > timeoutNanos && !trace.rootHasEnded();
      boolean timedOut = overdue && timeOut(trace, TimeUnit.NANOSECONDS.toSeconds(timeoutNanos));
      if (!timedOut && trace.ageNanos() > timeToLiveNanos) {
        evict(trace, "open for longer than MLFLOW_TRACE_BUFFER_TTL_SECONDS");
      }
    }
  }

  /**
   * Ends the root with an error; the other spans go on. False when no root is open here, as in a
   * part of a remote trace.
   */
  private boolean timeOut(TraceRecord trace, long seconds) {
    SpanRecord root = trace.root();
    if (root == null || !root.isRunning()) {
      return false;
    }
    String message = "Trace " + trace.traceId() + " is timed out after " + seconds + " seconds";
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(SpanEvent.EXCEPTION_TYPE, "java.util.concurrent.TimeoutException");
    attributes.put(SpanEvent.EXCEPTION_MESSAGE, message);
    root.addEvent(new SpanEvent(SpanEvent.EXCEPTION, trace.nowUnixNanos(), attributes));
    root.setStatus(SpanStatus.error(message));
    tracing.doEnd(new LiveSpan(root, false), root, 0, true);
    return true;
  }

  private void evictOldest() {
    long now = System.nanoTime(); // one for all: this thread may pause between two readings
    traces.values().stream()
        .max(Comparator.comparingLong((TraceRecord trace) -> trace.ageNanos(now)))
        .ifPresent(trace -> evict(trace, "more than MLFLOW_TRACE_BUFFER_MAX_SIZE traces are open"));
  }

  private void evict(TraceRecord trace, String reason) {
    evictedLog.warn(() -> "trace " + trace.traceId() + " is ended: " + reason);
    for (SpanRecord span : trace.openSpans()) {
      span.addEvent(
          new SpanEvent("spanloom.evicted", trace.nowUnixNanos(), Map.of("reason", reason)));
      span.setStatus(SpanStatus.error("the trace was ended: " + reason));
      tracing.doEnd(new LiveSpan(span, false), span, 0, true);
    }
    traces.remove(trace.otelTraceId(), trace);
  }

  synchronized void close() {
    closed = true;
    if (watcher != null) {
      watcher.interrupt();
    }
  }
}

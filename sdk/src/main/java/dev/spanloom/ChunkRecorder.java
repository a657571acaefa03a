package dev.spanloom;

import dev.spanloom.entities.SpanEvent;
import dev.spanloom.internal.snapshot.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Records the items of a stream on its span and ends the span exactly once. Thread-safe. */
final class ChunkRecorder {
  private static final String EVENT_PREFIX = "mlflow.chunk.item.";
  private static final String VALUE = "mlflow.chunk.value";

  private final LiveSpan span;
  private final ResultRecording recording;
  private final List<@Nullable Object> items = new ArrayList<>();
  private final AtomicBoolean done = new AtomicBoolean();

  ChunkRecorder(LiveSpan span, ResultRecording recording) {
    this.span = span;
    this.recording = recording;
  }

  LiveSpan span() {
    return span;
  }

  synchronized void item(@Nullable Object item) {
    SpanRecord record = span.record();
    if (done.get() || record == null || !recording.capturesOutputs()) {
      return;
    }
    String json = Snapshots.of(item, record.trace().limits().values()).json();
    span.addEvent(
        new SpanEvent(
            EVENT_PREFIX + items.size(), record.trace().nowUnixNanos(), Map.of(VALUE, json)));
    items.add(item);
  }

  /** The output as a whole, of what gives one item at most. The first one counts. */
  void onlyItem(@Nullable Object item) {
    if (!done.get()) {
      recording.output(span, item);
    }
  }

  void completed() {
    if (done.compareAndSet(false, true)) {
      setOutputs();
      span.end();
    }
  }

  /** The consumer stopped early: what came so far is the output. */
  void cancelled() {
    if (done.compareAndSet(false, true)) {
      span.setAttribute("spanloom.stream.cancelled", true);
      setOutputs();
      span.end();
    }
  }

  void failed(Throwable error) {
    if (done.compareAndSet(false, true)) {
      span.escaping(error);
      span.end();
    }
  }

  private synchronized void setOutputs() {
    if (recording.lacksOutput(span)) {
      span.setOutputs(reduced());
    }
  }

  private @Nullable Object reduced() {
    var reducer = recording.reducer();
    if (reducer == null) {
      return items;
    }
    try {
      return reducer.apply(new ArrayList<>(items));
    } catch (RuntimeException e) {
      Tracing.LOG.log(
          System.Logger.Level.DEBUG,
          "the output reducer failed; the list of items is the output",
          e);
      return items;
    }
  }
}

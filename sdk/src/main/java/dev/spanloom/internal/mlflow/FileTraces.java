package dev.spanloom.internal.mlflow;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceTagKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Traces of MLflow 3 whose spans are a file: start trace, then upload, as MLflow's clients do.
 * Where the server turns out to be older, or to take spans after all, {@link OtherKindException}
 * says so. Thread-safe.
 */
final class FileTraces implements WholeTraces {
  private final TraceCalls traces;
  private final SpanFiles files;
  private final ServerProbe probe;
  private volatile boolean takesNoSpans;

  FileTraces(TraceCalls traces, SpanFiles files, ServerProbe probe) {
    this.traces = traces;
    this.files = files;
    this.probe = probe;
  }

  /** The server said itself that it takes no spans one by one. */
  void spansWereTurnedDown() {
    takesNoSpans = true;
  }

  @Override
  public Optional<TraceInfo> find(String traceId) {
    try {
      return traces.infoOnce(traceId);
    } catch (MlflowException e) {
      throw olderIfUnknown(e);
    }
  }

  @Override
  public List<Span> spans(TraceInfo stored) {
    return files.read(stored);
  }

  @Override
  public void write(TraceInfo info, @Nullable TraceInfo stored, List<Span> spans) {
    TraceInfo known;
    try {
      known = traces.start(info);
    } catch (MlflowException e) {
      throw olderIfUnknown(e);
    }
    if (!takesNoSpans
        && TraceTagKey.TRACKING_STORE.equals(known.tags().get(TraceTagKey.SPANS_LOCATION))) {
      probe.learned(ServerKind.SPANS); // it looks for the spans in its tables, not in files
      throw new OtherKindException();
    }
    if (!spans.isEmpty()) {
      files.write(known, spans.stream().map(Span::toMap).toList());
    }
  }

  private RuntimeException olderIfUnknown(MlflowException e) {
    if (MlflowApi.isUnknownEndpoint(e) && !probe.isVersionKnown()) {
      probe.learned(ServerKind.LEGACY);
      return new OtherKindException();
    }
    return e;
  }
}

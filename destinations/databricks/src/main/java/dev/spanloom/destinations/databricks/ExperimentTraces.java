package dev.spanloom.destinations.databricks;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.internal.mlflow.SpanFiles;
import dev.spanloom.internal.mlflow.TraceCalls;
import dev.spanloom.internal.mlflow.WholeTraces;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Traces in the experiments of a workspace: start trace, then a file of spans. Thread-safe. */
final class ExperimentTraces implements WholeTraces {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");

  private final TraceCalls traces;
  private final SpanFiles files;
  private final OnlineTraces online;

  ExperimentTraces(TraceCalls traces, SpanFiles files, OnlineTraces online) {
    this.traces = traces;
    this.files = files;
    this.online = online;
  }

  @Override
  public Optional<TraceInfo> find(String traceId) {
    return traces.infoOnce(traceId);
  }

  @Override
  public List<Span> spans(TraceInfo stored) {
    try {
      return files.read(stored);
    } catch (MlflowException e) {
      if (e.errorCode() != ErrorCode.INVALID_STATE) {
        throw e;
      }
      // nobody can read it; the spans that there are now take its place
      LOG.log(System.Logger.Level.WARNING, "{0}; it is written anew", e.getMessage());
      return List.of();
    }
  }

  @Override
  public void write(TraceInfo info, @Nullable TraceInfo stored, List<Span> spans) {
    TraceInfo known = traces.start(info);
    if (!spans.isEmpty()) {
      files.write(known, spans.stream().map(Span::toMap).toList());
    }
  }

  Optional<TraceInfo> info(String traceId) {
    return traces.info(traceId);
  }

  /** A trace with its spans. */
  Optional<Trace> trace(String traceId) {
    return traces.info(traceId).map(this::withSpans);
  }

  Trace withSpans(TraceInfo info) {
    return new Trace(info, online.read(info).orElseGet(() -> files.read(info)));
  }
}

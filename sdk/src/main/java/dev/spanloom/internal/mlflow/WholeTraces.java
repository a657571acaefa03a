package dev.spanloom.internal.mlflow;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How servers that take a trace in one piece are told of it and asked for it. Thread-safe. */
public interface WholeTraces {
  /** What the server knows of a trace by our id. */
  Optional<TraceInfo> find(String traceId);

  /** The spans that the server has of a trace that it knows. */
  List<Span> spans(TraceInfo stored);

  /**
   * Writes a trace, in place of what the server has of it.
   *
   * @param stored what the server knows of it; null when nothing
   * @param spans all of them; empty to leave those that are there
   */
  void write(TraceInfo info, @Nullable TraceInfo stored, List<Span> spans);
}

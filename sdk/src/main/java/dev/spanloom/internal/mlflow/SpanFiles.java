package dev.spanloom.internal.mlflow;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files {@code traces.json} beside traces, wherever a server has them. Thread-safe. */
public interface SpanFiles {
  /**
   * Uploads the spans of a trace in place of those that were there.
   *
   * @param info as the server gave it
   * @param spans in the dict form
   */
  void write(TraceInfo info, List<Map<String, @Nullable Object>> spans);

  /** The spans of a trace; empty when there is no file that can be had. */
  List<Span> read(TraceInfo info);
}

package dev.spanloom.internal.mlflow;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.nio.charset.StandardCharsets;
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

  /**
   * A file of spans.
   *
   * @param spans in the dict form
   */
  static byte[] encode(List<Map<String, @Nullable Object>> spans) {
    return JsonWriter.write(Map.of("spans", spans)).getBytes(StandardCharsets.UTF_8);
  }

  /** The spans of a trace; empty when there is no file that can be had. */
  List<Span> read(TraceInfo info);
}

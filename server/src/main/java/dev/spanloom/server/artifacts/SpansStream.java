package dev.spanloom.server.artifacts;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.internal.PieceStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The spans file of a trace, {@code {"spans": [...]}}, made of some spans at a time. Not
 * thread-safe.
 */
final class SpansStream extends PieceStream {
  private static final int SPANS_AT_ONCE = 50;

  private final TraceReader reader;
  private final String traceId;
  private final Form form;
  private final Queue<Span> ahead = new ArrayDeque<>();
  private int read;
  private boolean first = true;
  private boolean over;

  /** How attributes are written. */
  enum Form {
    /** Each is a JSON text, as {@code Span.to_dict} has it. */
    PYTHON,
    /** Each is a JSON value, as the TypeScript SDK sends and reads it. */
    TYPE_SCRIPT
  }

  SpansStream(TraceReader reader, String traceId, Form form) {
    this.reader = reader;
    this.traceId = traceId;
    this.form = form;
  }

  private Map<String, @Nullable Object> map(Span span) {
    Map<String, @Nullable Object> map = span.toMap();
    if (form == Form.TYPE_SCRIPT) {
      map.putIfAbsent("parent_span_id", "");
      Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
      attributes.put(SpanAttributeKey.REQUEST_ID, span.traceId());
      attributes.putAll(span.attributes());
      map.put("attributes", attributes);
    }
    return map;
  }

  @Override
  protected byte @Nullable [] next() throws IOException {
    if (over) {
      return null;
    }
    String before = first ? "{\"spans\": [" : ", ";
    Span span = nextSpan();
    if (span == null) {
      over = true;
      return (first ? before + "]}" : "]}").getBytes(StandardCharsets.UTF_8);
    }
    first = false;
    return (before + JsonWriter.write(map(span))).getBytes(StandardCharsets.UTF_8);
  }

  private @Nullable Span nextSpan() throws IOException {
    if (ahead.isEmpty()) {
      try {
        List<Span> more = reader.spans(traceId, read, SPANS_AT_ONCE);
        read += more.size();
        ahead.addAll(more);
      } catch (StorageException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    return ahead.poll();
  }
}

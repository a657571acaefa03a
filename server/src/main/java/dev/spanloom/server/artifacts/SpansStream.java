package dev.spanloom.server.artifacts;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceReader;
import java.io.IOException;
import java.io.InputStream;
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
final class SpansStream extends InputStream {
  private static final int SPANS_AT_ONCE = 50;

  private final TraceReader reader;
  private final String traceId;
  private final Form form;
  private final Queue<Span> ahead = new ArrayDeque<>();
  private byte[] text = "{\"spans\": [".getBytes(StandardCharsets.UTF_8);
  private int position;
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
  public int read() throws IOException {
    return fill() ? text[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, text.length - position);
    System.arraycopy(text, position, bytes, offset, count);
    position += count;
    return count;
  }

  /** False at the end. */
  private boolean fill() throws IOException {
    if (position < text.length) {
      return true;
    }
    if (over) {
      return false;
    }
    Span span = next();
    if (span == null) {
      over = true;
      text = "]}".getBytes(StandardCharsets.UTF_8);
    } else {
      text = ((first ? "" : ", ") + JsonWriter.write(map(span))).getBytes(StandardCharsets.UTF_8);
      first = false;
    }
    position = 0;
    return true;
  }

  private @Nullable Span next() throws IOException {
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

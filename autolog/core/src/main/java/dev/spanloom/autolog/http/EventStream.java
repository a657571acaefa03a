package dev.spanloom.autolog.http;

import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Listens to server-sent events as their bytes pass: counts them, keeps them as events of the span,
 * and has the answer put together. Used by one thread at a time.
 */
final class EventStream {
  private static final System.Logger LOG = System.getLogger(EventStream.class.getName());
  private static final String DATA = "data:";
  private static final String DONE = "[DONE]";
  private static final int LONGEST_LINE_BYTES = 8 * 1024 * 1024;

  /** Events of the span beyond this are counted only: a stream may go on for hours. */
  private static final long MOST_EVENT_CHARS = 2 * 1024 * 1024;

  private final ModelCall call;
  private final StreamReducer reducer;
  private byte[] line = new byte[512]; // what has no end of line yet
  private int length;
  private boolean overlong;
  private boolean done;
  private boolean failed;
  private long eventChars;
  private @Nullable String data;
  private @Nullable RepeatedEvent repeated;

  EventStream(ModelCall call, StreamReducer reducer) {
    this.call = call;
    this.reducer = reducer;
  }

  void accept(byte[] bytes, int from, int count) {
    int end = from + count;
    int last = end - 1;
    while (last >= from && bytes[last] != '\n') {
      last--;
    }
    if (last < from) {
      keep(bytes, from, end);
      return;
    }
    long now = CallContext.nowUnixNanos();
    int start = from;
    if (length > 0 || overlong) {
      while (bytes[start] != '\n') {
        start++;
      }
      keep(bytes, from, start);
      endKeptLine(now);
      start++;
    }
    lines(new String(bytes, start, last + 1 - start, StandardCharsets.UTF_8), now);
    keep(bytes, last + 1, end);
  }

  private void keep(byte[] bytes, int from, int to) {
    int count = to - from;
    if (count == 0 || overlong) {
      return;
    }
    if (length + count > LONGEST_LINE_BYTES) {
      overlong = true;
      length = 0;
      return;
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(line.length * 2, length + count));
    }
    System.arraycopy(bytes, from, line, length, count);
    length += count;
  }

  private void endKeptLine(long now) {
    if (!overlong) {
      lines(new String(line, 0, length, StandardCharsets.UTF_8) + "\n", now);
    }
    length = 0;
    overlong = false;
  }

  /** Takes lines, each with its end. */
  private void lines(String text, long now) {
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      int lineEnd = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
      if (lineEnd == start) {
        dispatch(now);
      } else if (text.startsWith(DATA, start)) {
        data(text, start + DATA.length(), lineEnd);
      }
      start = end + 1;
    }
  }

  private void data(String text, int from, int to) {
    int start = from < to && text.charAt(from) == ' ' ? from + 1 : from;
    if (text.startsWith(DONE, start)) {
      done = true;
    } else {
      String more = text.substring(start, to);
      data = data == null ? more : data + "\n" + more;
    }
  }

  private void dispatch(long now) {
    String event = data;
    data = null;
    if (event == null) {
      return;
    }
    eventChars += event.length();
    call.chunk(eventChars <= MOST_EVENT_CHARS ? event : null, now);
    if (!failed) {
      reduce(event);
    }
  }

  private void reduce(String event) {
    String piece = repeated == null ? null : repeated.textOf(event);
    try {
      if (piece != null) {
        reducer.grow(piece);
      } else if (JsonReader.read(event) instanceof Map<?, ?> map) {
        reducer.add(JsonObjects.of(map));
        String key = reducer.growingKey();
        repeated = key == null ? null : RepeatedEvent.of(event, key);
      }
    } catch (JsonSyntaxException e) {
      LOG.log(System.Logger.Level.DEBUG, "an event of a stream is no JSON and left out", e);
    } catch (RuntimeException e) {
      failed = true;
      LOG.log(System.Logger.Level.DEBUG, "a stream is not understood from here on", e);
    }
  }

  /** The stream is over: takes what has no end of line yet. */
  void finish() {
    long now = CallContext.nowUnixNanos();
    if (length > 0) {
      endKeptLine(now);
    }
    dispatch(now);
  }

  /** True when the provider said that this is all. */
  boolean isComplete() {
    return done || reducer.isComplete();
  }

  StreamReducer reducer() {
    return reducer;
  }
}

package dev.spanloom.autolog.http;

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
  private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};
  private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
  private static final int LONGEST_LINE_BYTES = 8 * 1024 * 1024;

  /** Events of the span beyond this are counted only: a stream may go on for hours. */
  private static final long MOST_EVENT_BYTES = 2 * 1024 * 1024;

  private final ModelCall call;
  private final StreamReducer reducer;
  private byte[] line = new byte[1024];
  private int length;
  private boolean overlong;
  private boolean done;
  private boolean failed;
  private long eventBytes;

  // the data of an event that has several lines
  private @Nullable StringBuilder data;
  private @Nullable String onlyData;

  EventStream(ModelCall call, StreamReducer reducer) {
    this.call = call;
    this.reducer = reducer;
  }

  void accept(byte[] bytes, int from, int count) {
    long now = nowUnixNanos();
    int end = from + count;
    int start = from;
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\n') {
        if (length == 0 && !overlong) {
          line(bytes, start, i, now);
        } else {
          keep(bytes, start, i);
          endKeptLine(now);
        }
        start = i + 1;
      }
    }
    keep(bytes, start, end);
  }

  private static long nowUnixNanos() {
    java.time.Instant now = java.time.Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
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
      line(line, 0, length, now);
    }
    length = 0;
    overlong = false;
  }

  private void line(byte[] bytes, int from, int to, long now) {
    int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    if (end == from) {
      dispatch(now);
      return;
    }
    if (!startsWith(bytes, from, end, DATA)) {
      return;
    }
    int start = from + DATA.length;
    if (start < end && bytes[start] == ' ') {
      start++;
    }
    if (startsWith(bytes, start, end, DONE)) {
      done = true;
      return;
    }
    String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    if (onlyData == null && data == null) {
      onlyData = text;
    } else {
      StringBuilder joined = data;
      if (joined == null) {
        joined = new StringBuilder(String.valueOf(onlyData));
        data = joined;
      }
      joined.append('\n').append(text);
    }
  }

  private static boolean startsWith(byte[] bytes, int from, int end, byte[] wanted) {
    return end - from >= wanted.length
        && Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length);
  }

  private void dispatch(long now) {
    String text = data != null ? data.toString() : onlyData;
    data = null;
    onlyData = null;
    if (text == null) {
      return;
    }
    eventBytes += text.length();
    call.chunk(eventBytes <= MOST_EVENT_BYTES ? text : null, now);
    if (failed) {
      return;
    }
    try {
      if (JsonReader.read(text) instanceof Map<?, ?> map) {
        reducer.add(asObject(map));
      }
    } catch (JsonSyntaxException e) {
      LOG.log(System.Logger.Level.DEBUG, "an event of a stream is no JSON and left out", e);
    } catch (RuntimeException e) {
      failed = true;
      LOG.log(System.Logger.Level.DEBUG, "a stream is not understood from here on", e);
    }
  }

  @SuppressWarnings("unchecked") // objects of JSON have such keys
  private static Map<String, @Nullable Object> asObject(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }

  /** The stream is over: takes what has no end of line yet. */
  void finish() {
    if (length > 0) {
      endKeptLine(nowUnixNanos());
    }
    dispatch(nowUnixNanos());
  }

  /** True when the provider said that this is all. */
  boolean isComplete() {
    return done || reducer.isComplete();
  }

  StreamReducer reducer() {
    return reducer;
  }
}

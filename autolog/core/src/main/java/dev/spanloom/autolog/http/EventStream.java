package dev.spanloom.autolog.http;

import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import java.io.ByteArrayOutputStream;
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
  private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA_AND_SPACE = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_LINE_BYTES = 8 * 1024 * 1024;

  /** Events of the span beyond this are counted only: a stream may go on for hours. */
  private static final long MOST_EVENT_BYTES = 2 * 1024 * 1024;

  private final ModelCall call;
  private final StreamReducer reducer;
  private byte[] line = new byte[512]; // what has no end of line yet
  private int length;
  private boolean overlong;
  private boolean done;
  private boolean failed;
  private long eventBytes;
  private long answerBytes;
  private @Nullable RepeatedEvent repeated;

  // where the data of the event stands that is not over, in an array that does not change
  private byte @Nullable [] event;
  private int eventFrom;
  private int eventTo;

  // events of one array that the call is still to be told of, each with its beginning and its end
  private byte @Nullable [] told;
  private int[] places = new int[64];
  private int toTell;

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
    lines(bytes, start, last + 1, now);
    tell(now);
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
      line(Arrays.copyOf(line, length), 0, length, now);
    }
    length = 0;
    overlong = false;
  }

  /** Takes lines, each with its end, out of an array that is filled again. */
  private void lines(byte[] bytes, int from, int to, long now) {
    byte[] kept = Arrays.copyOfRange(bytes, from, to); // one copy for all events in it
    int start = repeated(kept, 0, now);
    if (start == kept.length) {
      return;
    }
    // looked through as text, a character for a byte: the JVM does that many times faster
    String text = new String(kept, StandardCharsets.ISO_8859_1);
    for (int end = text.indexOf('\n', start); end >= 0; end = text.indexOf('\n', start)) {
      line(kept, start, end, now);
      start = repeated(kept, end + 1, now);
    }
  }

  /** Takes whole events that repeat the last one; answers where they end. */
  private int repeated(byte[] bytes, int from, long now) {
    int at = from;
    while (event == null && repeated != null && startsWith(DATA_AND_SPACE, bytes, at)) {
      int start = at + DATA_AND_SPACE.length;
      int end = repeated.endOf(bytes, start, bytes.length);
      if (end < 0 || end + 1 >= bytes.length || bytes[end] != '\n' || bytes[end + 1] != '\n') {
        break;
      }
      count(bytes, start, end, now);
      reduce(repeated.text(bytes), true);
      at = end + 2;
    }
    return at;
  }

  /** Takes a line without its end, in an array that does not change. */
  private void line(byte[] bytes, int from, int to, long now) {
    int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    if (end == from) {
      dispatch(now);
    } else if (startsWith(DATA, bytes, from, end)) {
      data(bytes, from + DATA.length, end);
    }
  }

  private static boolean startsWith(byte[] start, byte[] bytes, int from) {
    return startsWith(start, bytes, from, bytes.length);
  }

  private static boolean startsWith(byte[] start, byte[] bytes, int from, int to) {
    int end = from + start.length;
    return end <= to && Arrays.equals(bytes, from, end, start, 0, start.length);
  }

  private void data(byte[] bytes, int from, int to) {
    int start = from < to && bytes[from] == ' ' ? from + 1 : from;
    if (startsWith(DONE, bytes, start, to)) {
      done = true;
      return;
    }
    byte[] before = event;
    if (before == null) {
      event = bytes;
      eventFrom = start;
      eventTo = to;
    } else { // an event of several lines
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      lines.write(before, eventFrom, eventTo - eventFrom);
      lines.write('\n');
      lines.write(bytes, start, to - start);
      event = lines.toByteArray();
      eventFrom = 0;
      eventTo = lines.size();
    }
  }

  private void dispatch(long now) {
    byte[] data = event;
    if (data == null) {
      return;
    }
    count(data, eventFrom, eventTo, now);
    reduce(data);
    event = null;
  }

  /** Counts an event, and has it kept as long as there is room. */
  private void count(byte[] bytes, int from, int to, long now) {
    eventBytes += to - from;
    if (eventBytes > MOST_EVENT_BYTES) {
      tell(now);
      call.chunk(null, now);
      return;
    }
    if (told != bytes) {
      tell(now);
      told = bytes;
    }
    if (2 * toTell == places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    places[2 * toTell] = from;
    places[2 * toTell + 1] = to;
    toTell++;
  }

  private void tell(long now) {
    if (told != null) {
      call.chunks(told, places, toTell, now);
      told = null;
      toTell = 0;
    }
  }

  private void reduce(byte[] data) {
    if (repeated != null && repeated.endOf(data, eventFrom, eventTo) == eventTo) {
      reduce(repeated.text(data), true);
    } else {
      reduce(new String(data, eventFrom, eventTo - eventFrom, StandardCharsets.UTF_8), false);
    }
  }

  /** Takes the text of an event, or of one that repeats the last one the piece that is new. */
  private void reduce(String text, boolean isPiece) {
    if (failed) {
      return;
    }
    answerBytes += text.length();
    try {
      if (isPiece) {
        reducer.grow(text);
      } else {
        add(text);
      }
    } catch (JsonSyntaxException e) {
      LOG.log(System.Logger.Level.DEBUG, "an event of a stream is no JSON and left out", e);
    } catch (RuntimeException e) {
      failed = true;
      LOG.log(System.Logger.Level.DEBUG, "a stream is not understood from here on", e);
    }
  }

  private void add(String text) {
    if (JsonReader.read(text) instanceof Map<?, ?> map) {
      reducer.add(JsonObjects.of(map));
      String key = reducer.growingKey();
      repeated = key == null ? null : RepeatedEvent.of(text, key);
    }
  }

  /** The stream is over: takes what has no end of line yet. */
  void finish() {
    long now = CallContext.nowUnixNanos();
    if (length > 0) {
      endKeptLine(now);
    }
    dispatch(now);
    tell(now);
  }

  /** True when the provider said that this is all. */
  boolean isComplete() {
    return done || reducer.isComplete();
  }

  /** About how many bytes the answer has so far. */
  int answerBytes() {
    return (int) Math.min(Integer.MAX_VALUE, answerBytes);
  }

  StreamReducer reducer() {
    return reducer;
  }
}

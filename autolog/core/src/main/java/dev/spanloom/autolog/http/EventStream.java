package dev.spanloom.autolog.http;

import dev.spanloom.TextTemplate;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.entities.internal.proto.FewBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Listens to server-sent events as their bytes pass: counts them, keeps them as events of the span,
 * and has the answer put together: of what comes last, and of what repeats itself, only when
 * somebody asks for it. Used by one thread at a time.
 */
final class EventStream {
  private static final System.Logger LOG = System.getLogger(EventStream.class.getName());
  private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_LINE_BYTES = 8 * 1024 * 1024;

  /** Events of the span beyond this are counted only: a stream may go on for hours. */
  private static final long MOST_EVENT_BYTES = 2 * 1024 * 1024;

  /** Texts by which the answer does not grow at once; at the end that is left to who reads it. */
  private static final int MOST_GROWN_BYTES = 16 * 1024;

  /**
   * Events behind those that repeat one another which wait to be read: the last ones of a stream.
   */
  private static final int MOST_WAITING = 4;

  private static final int LONGEST_WAITING_BYTES = 4 * 1024;

  /**
   * Events of which the call is told together. Words come one by one, and what is done for each is
   * done by code that meanwhile left the processor's caches. A stream that nobody reads to its end
   * nor closes loses the last ones of these.
   */
  private static final int MOST_HELD = 32;

  private static final int MOST_HELD_BYTES = 4 * 1024;
  private static final long LONGEST_HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final ModelCall call;
  private final StreamReducer reducer;
  private final long startUnixNanos = CallContext.nowUnixNanos();
  private final long startTicks = System.nanoTime();
  private byte[] line = new byte[512]; // what has no end of line yet
  private int length;
  private boolean overlong;
  private boolean done;
  private boolean failed;
  private long eventBytes;
  private long answerBytes;
  private @Nullable RepeatedEvent repeated;

  // where the data of the event stands that is not over; its own only between what is accepted
  private byte @Nullable [] event;
  private int eventFrom;
  private int eventTo;

  // events that repeat one another, of which neither the call nor the answer knows yet: what they
  // differ in, where that stands, and when they came
  private byte[] held = new byte[256];
  private int heldBytes;
  private int[] places = new int[64];
  private int placesUsed;
  private final long[] times = new long[MOST_HELD];
  private int heldEvents;
  private long heldSize; // with what they have in common

  // what the answer is still to be made of: texts of events that repeat the last one that was read,
  // and events that came behind those
  private byte[] grown = new byte[256];
  private int grownBytes;
  private final List<String> waiting = new ArrayList<>(MOST_WAITING);
  private boolean over;

  EventStream(ModelCall call, StreamReducer reducer) {
    this.call = call;
    this.reducer = reducer;
  }

  /**
   * Takes what was read; the array may be filled again afterwards.
   *
   * @return whether the provider may have reported an error with it
   */
  boolean accept(byte[] bytes, int from, int count) {
    long now = nowUnixNanos();
    int end = from + count;
    int start = length > 0 || overlong ? cutInTwo(bytes, from, end, now) : from;
    if (length == 0 && !overlong) {
      start = repeated(bytes, start, end, now);
    }
    if (start < end) {
      others(bytes, start, end, now);
      return true;
    }
    return false;
  }

  /** Takes an event that repeats the last one and that two reads brought; answers where it ends. */
  private int cutInTwo(byte[] bytes, int from, int to, long now) {
    RepeatedEvent its = repeated;
    int next = LineEnds.next(bytes, from, to) + 2;
    if (its == null || overlong || event != null || next > to || !waiting.isEmpty()) {
      return from;
    }
    int before = length;
    keep(bytes, from, next);
    int size = length - RepeatedEvent.AROUND;
    if (its.endOfLines(line, 0, length, placesFor(its.pieces()), placesUsed) == length) {
      length = 0;
      hold(its, line, size, now);
      return next;
    }
    length = overlong ? 0 : before;
    return from;
  }

  /** By a clock that does not jump, nor costs as much as that on the wall. */
  private long nowUnixNanos() {
    return startUnixNanos + (System.nanoTime() - startTicks);
  }

  /** Takes what does not begin with an event that repeats the last one. */
  private void others(byte[] bytes, int from, int end, long now) {
    int last = LineEnds.last(bytes, from, end);
    if (last < from) {
      keep(bytes, from, end);
      return;
    }
    int start = from;
    if (length > 0 || overlong) {
      start = LineEnds.next(bytes, from, end);
      keep(bytes, from, start);
      endKeptLine(now);
      start = repeated(bytes, start + 1, last + 1, now);
    }
    lines(bytes, start, last + 1, now);
    ownEvent();
    keep(bytes, last + 1, end);
  }

  private void ownEvent() {
    if (event != null) {
      event = Arrays.copyOfRange(event, eventFrom, eventTo);
      eventTo -= eventFrom;
      eventFrom = 0;
    }
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

  /** Takes lines, each with its end. */
  private void lines(byte[] bytes, int from, int to, long now) {
    int start = from;
    while (start < to) {
      int end = LineEnds.next(bytes, start, to);
      line(bytes, start, end, now);
      start = repeated(bytes, end + 1, to, now);
    }
  }

  /** Takes whole events that repeat the last one; answers where they end. */
  private int repeated(byte[] bytes, int from, int to, long now) {
    RepeatedEvent its = repeated;
    int at = from;
    while (event == null && its != null && waiting.isEmpty()) {
      int end = its.endOfLines(bytes, at, to, placesFor(its.pieces()), placesUsed);
      if (end < 0) {
        break;
      }
      hold(its, bytes, end - at - RepeatedEvent.AROUND, now);
      at = end;
    }
    return at;
  }

  /** Takes an event that repeats the last one, the places of whose pieces were just found. */
  private void hold(RepeatedEvent its, byte[] bytes, int size, long now) {
    int[] all = places;
    int end = placesUsed + 2 * its.pieces();
    for (int i = placesUsed; i < end; i += 2) {
      int from = all[i];
      int length = all[i + 1] - from;
      if (length > held.length - heldBytes) {
        held = Arrays.copyOf(held, 2 * held.length + length);
      }
      FewBytes.copy(bytes, from, held, heldBytes, length);
      all[i] = heldBytes;
      heldBytes += length;
      all[i + 1] = heldBytes;
    }
    placesUsed = end;
    heldSize += size;
    times[heldEvents++] = now;
    if (heldEvents == MOST_HELD
        || heldBytes > MOST_HELD_BYTES
        || now - times[0] > LONGEST_HELD_NANOS) {
      release();
    }
  }

  /** Tells the call of the events that are held, and has the answer grow by them. */
  void release() {
    RepeatedEvent its = repeated;
    if (heldEvents == 0 || its == null) {
      return;
    }
    tell(its.template(), held, heldEvents, heldSize);
    if (its.pieces() == 1) { // one behind the other
      growLater(0, heldBytes);
    } else {
      int step = 2 * its.pieces();
      for (int i = 2 * its.wanted(); i < placesUsed; i += step) {
        growLater(places[i], places[i + 1]);
      }
    }
    heldEvents = 0;
    heldBytes = 0;
    heldSize = 0;
    placesUsed = 0;
    if (grownBytes > MOST_GROWN_BYTES) {
      grow();
    }
  }

  /** Has the answer grow by what is held between two places, when it is next looked at. */
  private void growLater(int from, int to) {
    int length = to - from;
    if (length > grown.length - grownBytes) {
      grown = Arrays.copyOf(grown, 2 * grown.length + length);
    }
    System.arraycopy(held, from, grown, grownBytes, length);
    grownBytes += length;
    answerBytes += length;
  }

  /** Tells the call of events; they are kept as long as there is room. */
  private void tell(TextTemplate template, byte[] bytes, int number, long size) {
    eventBytes += size;
    if (eventBytes > MOST_EVENT_BYTES) {
      for (int i = 0; i < number; i++) {
        call.chunk(null, times[i]);
      }
    } else {
      call.chunks(template, bytes, places, times, number);
    }
  }

  /** The places, with room for those of another event. */
  private int[] placesFor(int pieces) {
    if (2 * pieces > places.length - placesUsed) {
      places = Arrays.copyOf(places, 2 * (places.length + pieces));
    }
    return places;
  }

  /** Takes a line without its end. */
  private void line(byte[] bytes, int from, int to, long now) {
    int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    if (end == from) {
      dispatch(now);
    } else if (startsWith(DATA, bytes, from, end)) {
      data(bytes, from + DATA.length, end);
    }
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
    event = null;
    RepeatedEvent its = repeated;
    int size = eventTo - eventFrom;
    if (its != null
        && waiting.isEmpty()
        && its.endOf(data, eventFrom, eventTo, placesFor(its.pieces()), placesUsed) == eventTo) {
      hold(its, data, size, now);
      return;
    }
    release();
    places[0] = eventFrom;
    places[1] = eventTo;
    times[0] = now;
    tell(TextTemplate.WHOLE, data, 1, size);
    answerBytes += size;
    String text = new String(data, eventFrom, size, StandardCharsets.UTF_8);
    if (its != null
        && waiting.size() < MOST_WAITING
        && size <= LONGEST_WAITING_BYTES
        && !mayTellOfError(text)) {
      waiting.add(text);
    } else {
      read();
      reduce(text, false);
    }
  }

  /** Whether the program may react to an event before it has read all. */
  private static boolean mayTellOfError(String text) {
    return text.contains("error") || text.contains("fail");
  }

  /** Has the answer made of all that came so far. */
  private void read() {
    release();
    grow();
    waiting.forEach(text -> reduce(text, false));
    waiting.clear();
  }

  /** Has the answer grow by what repeated events brought. */
  private void grow() {
    if (grownBytes > 0) {
      String text = new String(grown, 0, grownBytes, StandardCharsets.UTF_8);
      grownBytes = 0;
      reduce(text, true);
    }
  }

  /** Takes the text of an event, or what is new in some that repeat the last one. */
  private void reduce(String text, boolean isPiece) {
    if (failed) {
      return;
    }
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
      String key = over ? null : reducer.growingKey();
      repeated = key == null ? null : RepeatedEvent.of(text, key);
    }
  }

  /** The stream is over: takes what has no end of line yet. */
  void finish() {
    long now = nowUnixNanos();
    if (length > 0) {
      endKeptLine(now);
    }
    dispatch(now);
    release();
    over = true;
  }

  /** True when the provider said that this is all. */
  boolean isComplete() {
    return done || reducer().isComplete();
  }

  /** The error that the provider reported; null when there was none. */
  @Nullable String error() {
    return reducer.error();
  }

  /** About how many bytes the answer has so far. */
  int answerBytes() {
    return (int) Math.min(Integer.MAX_VALUE, answerBytes);
  }

  /** What puts the answer together, with all that came so far. */
  StreamReducer reducer() {
    read();
    return reducer;
  }
}

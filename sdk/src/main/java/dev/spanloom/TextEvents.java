package dev.spanloom;

import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.internal.json.JsonEscapes;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.internal.proto.SpanMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Events that have one text each, under one key, as those of a stream have: kept as the bytes that
 * came in, without an object for each. Not thread-safe: guarded by their span.
 */
final class TextEvents {
  private static final int FIRST = 32;

  private final String key;
  private String[] names = new String[FIRST];
  private long[] times = new long[FIRST];
  private byte[][] sources = new byte[FIRST][];
  private int[] starts = new int[FIRST];
  private int[] ends = new int[FIRST];
  private int size;
  private long textBytes;

  TextEvents(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  int size() {
    return size;
  }

  /** About how many bytes they take when encoded. */
  long sizeBytes() {
    return textBytes + 64L * size;
  }

  void add(String name, long timeUnixNanos, byte[] utf8, int from, int length) {
    if (size == times.length) {
      grow(2 * size);
    }
    names[size] = name;
    times[size] = timeUnixNanos;
    sources[size] = utf8;
    starts[size] = from;
    ends[size] = from + length;
    textBytes += length;
    size++;
  }

  private void grow(int room) {
    names = Arrays.copyOf(names, room);
    times = Arrays.copyOf(times, room);
    sources = Arrays.copyOf(sources, room);
    starts = Arrays.copyOf(starts, room);
    ends = Arrays.copyOf(ends, room);
  }

  void forEach(Consumer<SpanEvent> action) {
    for (int i = 0; i < size; i++) {
      action.accept(new SpanEvent(names[i], times[i], Map.of(key, text(i))));
    }
  }

  private String text(int index) {
    int start = starts[index];
    return new String(sources[index], start, ends[index] - start, StandardCharsets.UTF_8);
  }

  void encodeTo(ProtoWriter out) {
    for (int i = 0; i < size; i++) {
      if (JsonEscapes.isAscii(sources[i], starts[i], ends[i])) {
        int start = starts[i];
        SpanMessage.textEvent(out, times[i], names[i], key, sources[i], start, ends[i] - start);
      } else { // only a decoder knows what of it is text
        byte[] utf8 = text(i).getBytes(StandardCharsets.UTF_8);
        SpanMessage.textEvent(out, times[i], names[i], key, utf8, 0, utf8.length);
      }
    }
  }
}

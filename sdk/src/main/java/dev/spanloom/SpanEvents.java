package dev.spanloom;

import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.internal.proto.SpanMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The events of an open span, in their order: any, then those of a stream, then any again. Not
 * thread-safe: guarded by their span.
 */
final class SpanEvents {
  private List<SpanEvent> before = List.of(); // empty until there is one: most spans have none
  private @Nullable TextEvents stream;
  private List<SpanEvent> after = List.of();
  private @Nullable IntFunction<String> names; // of the last events with one text each
  private int named; // how many of them there are

  int size() {
    return before.size() + (stream == null ? 0 : stream.size()) + after.size();
  }

  /** About how many bytes they take when encoded. */
  int sizeBytes() {
    long streamed = stream == null ? 0 : stream.sizeBytes();
    return (int) Math.min(Integer.MAX_VALUE / 2, streamed + 256L * (before.size() + after.size()));
  }

  void add(SpanEvent event) {
    if (stream == null) {
      before = with(before, event);
    } else {
      after = with(after, event);
    }
  }

  private static List<SpanEvent> with(List<SpanEvent> events, SpanEvent event) {
    List<SpanEvent> more = events.isEmpty() ? new ArrayList<>(4) : events;
    more.add(event);
    return more;
  }

  /** Adds some with one text each; see {@link LiveSpan#addTextEvents}. */
  void addTexts(
      IntFunction<String> names,
      long[] timesUnixNanos,
      String key,
      TextTemplate template,
      byte[] utf8,
      int[] places,
      int number) {
    if (stream == null) {
      stream = new TextEvents(key);
    }
    boolean inStream = after.isEmpty() && stream.key().equals(key);
    TextEvents texts = inStream ? stream : new TextEvents(key);
    int first = this.names == names ? named : 0;
    this.names = names;
    named = first + number;
    texts.add(names, first, timesUnixNanos, template, utf8, places, number);
    if (!inStream) {
      texts.forEach(this::add);
    }
  }

  void replaceAll(List<SpanEvent> events) {
    before = events.isEmpty() ? List.of() : new ArrayList<>(events);
    stream = null;
    after = List.of();
  }

  /** A copy. */
  List<SpanEvent> toList() {
    if (stream == null) {
      return List.copyOf(before);
    }
    List<SpanEvent> all = new ArrayList<>(size());
    all.addAll(before);
    stream.forEach(all::add);
    all.addAll(after);
    return List.copyOf(all);
  }

  void encodeTo(ProtoWriter out) {
    encode(before, out);
    if (stream != null) {
      stream.encodeTo(out);
    }
    encode(after, out);
  }

  private static void encode(List<SpanEvent> events, ProtoWriter out) {
    for (SpanEvent event : events) {
      SpanMessage.event(
          out, event.timestamp(), event.name(), event.attributes(), event.droppedAttributesCount());
    }
  }
}

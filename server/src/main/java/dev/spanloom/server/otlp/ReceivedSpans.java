package dev.spanloom.server.otlp;

import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.ArrayList;
import java.util.List;

/** The spans of a request, with those that could not be read. Not thread-safe. */
final class ReceivedSpans {
  private final List<EncodedSpan> spans = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final List<Unreadable> unreadable = new ArrayList<>();
  private int next;

  /**
   * What stood in the place of a span and is none.
   *
   * @param place in the request
   * @param reason for a person
   */
  record Unreadable(int place, String reason) {}

  static ReceivedSpans of(List<EncodedSpan> spans) {
    ReceivedSpans received = new ReceivedSpans();
    spans.forEach(received::add);
    return received;
  }

  void add(EncodedSpan span) {
    spans.add(span);
    places.add(next++);
  }

  /** The next one could not be read. */
  void reject(String reason) {
    unreadable.add(new Unreadable(next++, reason));
  }

  int size() {
    return spans.size();
  }

  EncodedSpan span(int index) {
    return spans.get(index);
  }

  /** The place of a span in the request. */
  int place(int index) {
    return places.get(index);
  }

  List<Unreadable> unreadable() {
    return unreadable;
  }
}

package dev.spanloom.server.otlp;

import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.WriteResult.RejectedSpan;
import java.util.ArrayList;
import java.util.List;

/** The spans of a request, with those that could not be read. Not thread-safe. */
final class ReceivedSpans {
  private final List<EncodedSpan> spans = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final List<RejectedSpan> rejected = new ArrayList<>();
  private int next;

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
    rejected.add(new RejectedSpan(next++, reason));
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

  List<RejectedSpan> rejected() {
    return rejected;
  }
}

package dev.spanloom.destinations.otlp;

import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The spans of batches that failed in part, of which a backend has these: when such a batch is
 * written again, whole or in parts, they are not sent twice, which a backend may show. Empty as
 * long as nothing fails; bounded; thread-safe.
 */
final class SentSpans {
  private static final int MOST_SPANS = 10_000;

  private final Set<EncodedSpan> spans = new LinkedHashSet<>();

  synchronized void add(List<EncodedSpan> sent) {
    spans.addAll(sent);
    Iterator<EncodedSpan> eldest = spans.iterator();
    while (spans.size() > MOST_SPANS) {
      eldest.next();
      eldest.remove();
    }
  }

  /** Whether the backend has the span. */
  synchronized boolean contains(EncodedSpan span) {
    return !spans.isEmpty() && spans.contains(span);
  }

  /** Forgets spans whose batch has been written. */
  synchronized void forget(List<EncodedSpan> written) {
    if (!spans.isEmpty()) {
      written.forEach(spans::remove);
    }
  }
}

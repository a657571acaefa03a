package dev.spanloom.internal.mlflow;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.TraceFacts;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What was sent of the latest traces, as far as their totals need it: those a server of MLflow
 * takes from the client, and adds up wrongly by itself. Forgets the eldest traces beyond a number
 * of spans. Thread-safe.
 */
public final class TraceLedger {
  private static final int MOST_SPANS = 100_000;
  private static final int MOST_TRACES = 20_000;

  /** Of traces that began earlier, others may have sent spans, or we, and have forgotten them. */
  private long knownSinceUnixNanos;

  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private int spanCount;

  /**
   * A ledger without entries.
   *
   * @param knownSinceUnixNanos of traces that began before, others may have sent spans
   */
  public TraceLedger(long knownSinceUnixNanos) {
    this.knownSinceUnixNanos = knownSinceUnixNanos;
  }

  /** What is known of a trace. */
  private static final class Entry {
    private final Map<String, SpanFacts> spans = new LinkedHashMap<>();
    private @Nullable String experimentId;

    /** The server has spans that we do not know of, or know no longer. */
    private boolean partial;
  }

  private Entry entry(String traceId) {
    return entries.computeIfAbsent(traceId, id -> new Entry());
  }

  /** Notes what is said of a trace. */
  public synchronized void heard(TraceInfo info) {
    Entry entry = entry(info.traceId());
    if (info.experimentId() != null) {
      entry.experimentId = info.experimentId();
    }
    if (TimeUnit.MILLISECONDS.toNanos(info.requestTimeUnixMillis() + 1) < knownSinceUnixNanos) {
      entry.partial = true;
    }
    forgetEldest();
  }

  /** The experiment of a trace. */
  synchronized String experimentOf(String traceId, String otherwise) {
    Entry entry = entries.get(traceId);
    return entry == null || entry.experimentId == null ? otherwise : entry.experimentId;
  }

  /**
   * Notes spans that the server has, and names the traces whose totals it has wrong now if they had
   * ended before: when a span brings tokens or costs, or brings them again.
   */
  public synchronized Set<String> sent(Collection<Span> spans) {
    Set<String> late = new LinkedHashSet<>();
    for (Span span : spans) {
      SpanFacts facts = SpanFacts.of(span);
      Entry entry = entry(span.traceId());
      entry.partial |= span.startTimeUnixNanos() < knownSinceUnixNanos;
      if (!entry.partial) {
        spanCount += entry.spans.put(span.spanId(), facts) == null ? 1 : 0;
      } else if (facts.tokenUsage() != null || facts.cost() != null) {
        late.add(span.traceId());
      }
    }
    forgetEldest();
    return late;
  }

  /** What all spans of a trace say together; empty when it is not certain that we know them all. */
  public synchronized Optional<TraceFacts> facts(String traceId) {
    Entry entry = entries.get(traceId);
    return entry == null || entry.partial ? Optional.empty() : TraceFacts.of(entry.spans.values());
  }

  /** Notes that the server has the last word of a trace; from then on it knows more than we. */
  public synchronized void closed(String traceId) {
    Entry entry = entry(traceId);
    entry.partial = true;
    spanCount -= entry.spans.size();
    entry.spans.clear();
  }

  private void forgetEldest() {
    Iterator<Entry> eldest = entries.values().iterator();
    while (entries.size() > 1 && (entries.size() > MOST_TRACES || spanCount > MOST_SPANS)) {
      Entry forgotten = eldest.next();
      spanCount -= forgotten.spans.size();
      for (SpanFacts span : forgotten.spans.values()) {
        knownSinceUnixNanos = Math.max(knownSinceUnixNanos, span.startTimeUnixNanos() + 1);
      }
      eldest.remove();
    }
  }
}

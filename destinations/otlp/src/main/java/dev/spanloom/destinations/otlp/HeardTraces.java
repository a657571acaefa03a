package dev.spanloom.destinations.otlp;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.entities.internal.derive.TraceWords;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What programs said of the latest traces: their roots carry it, which may come in a later batch,
 * and again when a program says of a root that it failed after all. Bounded; thread-safe.
 */
final class HeardTraces {
  private static final int MOST_TRACES = 10_000;
  private static final long MOST_CHARS = 8 << 20;

  private final Map<String, Heard> traces = new LinkedHashMap<>(16, 0.75f, true);
  private long chars;
  private long untold;

  private static final class Heard {
    TraceInfo info;
    int assessments;
    long chars;
    boolean sent;
    boolean news;

    Heard(TraceInfo info) {
      this.info = info;
    }
  }

  synchronized void add(TraceInfo said) {
    TraceInfo words = said.toBuilder().assessments(List.of()).build();
    Heard heard = traces.get(said.traceId());
    if (heard == null) {
      heard = new Heard(words);
      heard.news = true;
      traces.put(said.traceId(), heard);
    } else {
      TraceInfo merged = TraceInfoMerge.update(heard.info, words);
      heard.news |= !merged.equals(heard.info);
      heard.info = merged;
    }
    // no span has a place for these; a trace says all that it has each time
    untold += Math.max(0, said.assessments().size() - heard.assessments);
    heard.assessments = Math.max(heard.assessments, said.assessments().size());
    long size = chars(heard.info);
    chars += size - heard.chars;
    heard.chars = size;
    makeRoom();
  }

  private static long chars(TraceInfo info) {
    long sum = 200;
    for (Map.Entry<String, String> entry : TraceWords.attributes(info).entrySet()) {
      sum += entry.getKey().length() + entry.getValue().length();
    }
    return sum;
  }

  private void makeRoom() {
    Iterator<Heard> eldest = traces.values().iterator();
    while (traces.size() > MOST_TRACES || (chars > MOST_CHARS && traces.size() > 1)) {
      Heard gone = eldest.next();
      untold += gone.news ? 1 : 0;
      chars -= gone.chars;
      eldest.remove();
    }
  }

  /** What is known of a trace; null when nothing is. */
  synchronized @Nullable TraceInfo info(String traceId) {
    Heard heard = traces.get(traceId);
    return heard == null ? null : heard.info;
  }

  /** Notes that a root has carried what is known. */
  synchronized void carried(String traceId) {
    Heard heard = traces.get(traceId);
    if (heard != null) {
      heard.sent = true;
      heard.news = false;
    }
  }

  /** Gives up what was said of a trace after its root had gone. */
  synchronized void giveUpLateNews(String traceId) {
    Heard heard = traces.get(traceId);
    if (heard != null && heard.sent && heard.news) {
      heard.news = false;
      untold++;
    }
  }

  /** How many words found no root to carry them, and will find none. */
  synchronized long untold() {
    return untold;
  }
}

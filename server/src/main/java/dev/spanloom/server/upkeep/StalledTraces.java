package dev.spanloom.server.upkeep;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.Stalling;
import dev.spanloom.storage.SpanSummary;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up traces that run and of which nothing came for long: the program that wrote them is gone.
 * It asks for the running traces that began long ago, which an index answers, and looks at the
 * spans of each at most once in that time. What it does is a tag that says the same whoever sets
 * it, so several servers may do it over one store; spans that come all the same take it away. Owns
 * a thread; thread-safe.
 */
public final class StalledTraces implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StalledTraces.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final int PAGE = 500;
  private static final int MOST_KNOWN = 10_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final TraceStore store;
  private final Duration after;
  private final IntConsumer counter;
  private final ScheduledExecutorService executor;

  /** When to look at a trace again that was seen alive, in Unix milliseconds. */
  private final Map<String, Long> nextLook =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  /**
   * Makes one that has not begun.
   *
   * @param after how long nothing may come; zero for ever
   * @param counter is told how many traces were given up
   */
  public StalledTraces(TraceStore store, Duration after, IntConsumer counter) {
    this.store = store;
    this.after = after;
    this.counter = counter;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "spanloom-stalled-traces");
              thread.setDaemon(true);
              return thread;
            });
  }

  public void start() {
    if (after.isZero()) {
      return;
    }
    Duration quarter = after.dividedBy(4);
    Duration pause = quarter.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : quarter;
    long millis = Math.max(pause.toMillis(), SHORTEST_PAUSE.toMillis());
    var unused = executor.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      int found = giveUp(System.currentTimeMillis());
      if (found > 0) {
        counter.accept(found);
        LOG.info("event=stalled traces={} quiet={}", found, after);
      }
    } catch (RuntimeException e) { // the executor would never look again
      LOG.warn("looking for stalled traces failed; it is tried again", e);
    }
  }

  /** Gives up what was quiet for too long; how many those are. */
  int giveUp(long nowUnixMillis) {
    long cutoff = nowUnixMillis - after.toMillis();
    String[] experiments =
        store.experiments().list().stream().map(Experiment::experimentId).toArray(String[]::new);
    int found = 0;
    String token = null;
    do {
      TracePage page = store.search().search(running(experiments, cutoff, token));
      for (TraceInfo info : page.infos()) {
        found += giveUp(info, nowUnixMillis, cutoff) ? 1 : 0;
      }
      token = page.nextPageToken();
    } while (token != null && !Thread.currentThread().isInterrupted());
    return found;
  }

  private static TraceQuery running(String[] experiments, long cutoff, @Nullable String token) {
    return TraceQuery.builder(experiments)
        .states(List.of(TraceState.IN_PROGRESS))
        .maxTimeUnixMillis(cutoff)
        .maxResults(PAGE)
        .pageToken(token)
        .build();
  }

  private boolean giveUp(TraceInfo info, long nowUnixMillis, long cutoff) {
    String traceId = info.traceId();
    if (nextLook.getOrDefault(traceId, 0L) > nowUnixMillis) {
      return false;
    }
    try {
      long last = lastSign(info);
      if (last > cutoff) {
        nextLook.put(traceId, last + after.toMillis());
        return false;
      }
      store.tags().set(traceId, Stalling.TAG, Stalling.since(last));
      nextLook.remove(traceId);
      return true;
    } catch (MlflowException e) {
      return false; // it was deleted meanwhile
    }
  }

  private long lastSign(TraceInfo info) {
    long last = info.requestTimeUnixMillis();
    for (int from = 0; ; from += PAGE) {
      List<SpanSummary> spans = store.reader().skeleton(info.traceId(), from, PAGE);
      for (SpanSummary span : spans) {
        Long end = span.endTimeUnixNanos();
        long sign = end == null ? span.startTimeUnixNanos() : end;
        last = Math.max(last, sign / NANOS_PER_MILLI);
      }
      if (spans.size() < PAGE) {
        return last;
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("looking for stalled traces did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

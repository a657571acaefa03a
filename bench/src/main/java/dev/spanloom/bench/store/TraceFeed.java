package dev.spanloom.bench.store;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of traces on a thread of its own, a few ahead of those who take them. Thread-safe;
 * owns the thread.
 */
final class TraceFeed implements AutoCloseable {
  private static final int AHEAD = 6;
  private static final WriteBatch END = new WriteBatch(List.of(), List.of(), "0");

  private final BlockingQueue<WriteBatch> ready = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;

  /**
   * Begins at a trace.
   *
   * @param from the number of the first trace
   * @param to the number behind the last one
   * @param batchTraces traces in a batch
   */
  static TraceFeed start(
      Workload workload, List<String> experimentIds, int from, int to, int batchTraces) {
    TraceFeed feed = new TraceFeed(workload, experimentIds, from, to, batchTraces);
    feed.thread.start();
    return feed;
  }

  private TraceFeed(
      Workload workload, List<String> experimentIds, int from, int to, int batchTraces) {
    thread =
        new Thread(
            () -> {
              try {
                TraceEncoder encoder = new TraceEncoder(experimentIds, new Vocabulary());
                for (int first = from; first < to; first += batchTraces) {
                  ready.put(
                      batch(
                          workload,
                          encoder,
                          experimentIds.get(0),
                          first,
                          Math.min(to, first + batchTraces)));
                }
                ready.put(END);
              } catch (InterruptedException e) {
                // closed: nobody waits for the rest
              }
            },
            "bench-generator");
    thread.setDaemon(true);
  }

  static WriteBatch batch(
      Workload workload, TraceEncoder encoder, String experimentId, int from, int to) {
    List<TraceInfo> infos = new ArrayList<>();
    List<EncodedSpan> spans = new ArrayList<>();
    for (int number = from; number < to; number++) {
      TraceSpec trace = workload.trace(number);
      infos.add(encoder.info(trace));
      encoder.spans(trace, spans);
    }
    return new WriteBatch(infos, spans, experimentId);
  }

  /** The next batch; null when there is none left. */
  @Nullable WriteBatch next() throws InterruptedException {
    WriteBatch batch = ready.take();
    if (batch.infos().isEmpty()) {
      ready.put(batch); // for the other takers
      return null;
    }
    return batch;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

package dev.spanloom.destination.http;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.entities.TraceInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Writes to our own server, which takes everything in any order and counts nothing twice: what is
 * said of traces, a few at once, then the spans in large compressed requests. Thread-safe.
 */
final class SpanloomWriter implements BatchWriter {
  private static final int MOST_BYTES = 8 << 20;
  private static final int LANES = 8;

  private final MlflowApi api;
  private final SpanRequests spans;

  SpanloomWriter(MlflowApi api, SpanRequests spans) {
    this.api = api;
    this.spans = spans;
  }

  @Override
  public void write(TraceBatch batch) {
    start(batch.infos());
    if (!batch.spans().isEmpty()) {
      spans.send(batch.spans(), batch.experimentId(), MOST_BYTES, true);
    }
  }

  private void start(List<TraceInfo> infos) {
    if (infos.size() == 1) {
      start(infos.get(0));
      return;
    }
    List<Future<?>> lanes = new ArrayList<>();
    for (int lane = 0; lane < Math.min(LANES, infos.size()); lane++) {
      int first = lane;
      lanes.add(
          api.calls()
              .executor()
              .submit(
                  () -> {
                    for (int i = first; i < infos.size(); i += LANES) {
                      start(infos.get(i));
                    }
                  }));
    }
    try {
      for (Future<?> lane : lanes) {
        lane.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryLaterException("interrupted while traces were sent", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } finally {
      lanes.forEach(lane -> lane.cancel(true));
    }
  }

  /** In the dict form: it is read as the wire form is, and cuts no long values. */
  private void start(TraceInfo info) {
    Map<String, ?> sent = SentInfo.withAssessmentIds(info).toMap();
    api.sendOnce("POST", TraceCalls.TRACES, Map.of("trace", Map.of("trace_info", sent)));
  }
}

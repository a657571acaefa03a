package dev.spanloom.destination.http;

import dev.spanloom.destination.TraceBatch;
import dev.spanloom.entities.TraceInfo;
import java.util.Map;

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
    Lanes.forEach(batch.infos(), LANES, api.calls().executor(), this::start);
    if (!batch.spans().isEmpty()) {
      spans.send(batch.spans(), batch.experimentId(), MOST_BYTES, true);
    }
  }

  /** In the dict form: it is read as the wire form is, and cuts no long values. */
  private void start(TraceInfo info) {
    Map<String, ?> sent = SentInfo.withAssessmentIds(info).toMap();
    api.sendOnce("POST", TraceCalls.TRACES, Map.of("trace", Map.of("trace_info", sent)));
  }
}

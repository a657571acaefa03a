package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.TraceBatch;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.List;

/**
 * Writes to our own server, which takes everything in any order and counts nothing twice: what is
 * said of all traces of a batch, then the spans in large compressed requests. Thread-safe.
 */
final class SpanloomWriter implements BatchWriter {
  private static final String TRACES = "/api/3.0/spanloom/traces";
  private static final int MOST_BYTES = 8 << 20;
  private static final int MOST_INFOS = 2_000;

  private final HttpCalls calls;
  private final SpanRequests spans;

  SpanloomWriter(HttpCalls calls, SpanRequests spans) {
    this.calls = calls;
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
    StringBuilder body = new StringBuilder();
    int count = 0;
    for (TraceInfo info : infos) {
      // in the dict form: it is read as the wire form is, and cuts no long values
      String text = JsonWriter.write(SentInfo.withAssessmentIds(info).toMap());
      if (count == MOST_INFOS || (count > 0 && body.length() + text.length() > MOST_BYTES)) {
        send(body);
        count = 0;
      }
      body.append(count++ == 0 ? "{\"trace_infos\": [" : ", ").append(text);
    }
    if (count > 0) {
      send(body);
    }
  }

  private void send(StringBuilder body) {
    MlflowApi.checked(calls.send(Call.json("POST", TRACES, body.append("]}").toString()))).json();
    body.setLength(0);
  }
}

package dev.spanloom.server.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.server.Damage;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Requests that were damaged in many ways are taken, in part or as a whole, or refused in words.
 * {@code -Dspanloom.fuzz.inputs=200000} makes many of them.
 */
class OtlpFuzzTest {
  private static final int INPUTS = Integer.getInteger("spanloom.fuzz.inputs", 3_000);
  private static final int ROUND = 500;
  private static final RequestHeaders HEADERS = RequestHeaders.of(HttpMethod.POST, "/v1/traces");

  private static final String JSON =
      """
      {"resourceSpans": [{"resource": {"attributes": [
          {"key": "service.name", "value": {"stringValue": "shop"}}]}, "schemaUrl": "u",
        "scopeSpans": [{"scope": {"name": "s", "version": "1", "attributes": []}, "spans": [
          {"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "b7ad6b7169203331",
           "parentSpanId": "00f067aa0ba902b7", "name": "GET /", "kind": 2, "flags": 1,
           "startTimeUnixNano": "1700000000000000000", "endTimeUnixNano": "1700000001000000000",
           "attributes": [{"key": "n", "value": {"intValue": "7"}},
             {"key": "a", "value": {"arrayValue": {"values": [{"doubleValue": 1.5}, {"boolValue": true}]}}},
             {"key": "m", "value": {"kvlistValue": {"values": [{"key": "b", "value": {"bytesValue": "AQI="}}]}}}],
           "events": [{"name": "e", "timeUnixNano": "1700000000500000000", "attributes": []}],
           "links": [{"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "00f067aa0ba902b7"}],
           "status": {"code": 2, "message": "no"}}]}]}]}
      """;

  private interface Take {
    ReceivedSpans of(byte[] input);
  }

  private void fuzz(byte[] good, long seed, Take take) {
    Random random = new Random(seed);
    for (int done = 0; done < INPUTS; done += ROUND) {
      try (TraceStore store = new InMemoryTraceStore()) {
        OtlpIngest ingest =
            new OtlpIngest(
                store,
                new ExperimentRouting(store.experiments(), Map.of("shop", "x")),
                SpanLimits.DEFAULTS,
                kind -> {});
        for (int i = 0; i < ROUND; i++) {
          byte[] input = Damage.damaged(good, random);
          try {
            OtlpIngest.Outcome outcome = ingest.begin(HEADERS, take.of(input)).join();
            assertThat(outcome.rejected() == 0).isEqualTo(outcome.message().isEmpty());
          } catch (MlflowException e) {
            assertThat(e.getMessage()).isNotBlank();
          }
        }
        store
            .search()
            .count(dev.spanloom.storage.TraceQuery.builder(Experiment.DEFAULT_ID).build());
      }
    }
  }

  @Test
  void protobuf() {
    ReceivedSpans spans = OtlpJsonRequest.split(JSON);
    byte[] good = OtlpRequests.encode(java.util.List.of(spans.span(0), spans.span(0)));
    fuzz(good, 1, input -> ReceivedSpans.of(OtlpRequests.split(input)));
  }

  @Test
  void json() {
    fuzz(
        JSON.getBytes(StandardCharsets.UTF_8),
        2,
        input -> OtlpJsonRequest.split(new String(input, StandardCharsets.UTF_8)));
  }

  @Test
  void nestingIsBounded() {
    String deep = "{\"arrayValue\": {\"values\": [".repeat(50_000);
    String json = JSON.replace("{\"intValue\": \"7\"}", deep);
    try {
      OtlpJsonRequest.split(json);
    } catch (MlflowException e) {
      assertThat(e.getMessage()).contains("OTLP trace request");
    }
  }
}

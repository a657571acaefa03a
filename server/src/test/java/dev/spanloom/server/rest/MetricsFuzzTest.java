package dev.spanloom.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Questions for figures that were damaged in many ways are answered, or refused in words. {@code
 * -Dspanloom.fuzz.inputs=200000} makes many of them.
 */
class MetricsFuzzTest {
  private static final int INPUTS = Integer.getInteger("spanloom.fuzz.inputs", 3_000);
  private static final String METRICS =
      """
      {"experiment_ids": ["0"], "view_type": "SPANS", "metric_name": "latency",
       "aggregations": [{"aggregation_type": "AVG"},
         {"aggregation_type": "PERCENTILE", "percentile_value": 99.5}],
       "dimensions": ["span_name", "tag.a"], "filters": ["trace.tag.`a b` = 'x'", "span.type = \\"LLM\\""],
       "time_interval_seconds": 3600, "start_time_ms": 1, "end_time_ms": 1700000000000,
       "max_results": 10, "page_token": "eyJvZmZzZXQiOiAyfQ=="}
      """;
  private static final String CORRELATION =
      """
      {"experiment_ids": ["0"], "filter_string1": "trace.name = 'a' AND tag.b != 'c'",
       "filter_string2": "span.attributes.x LIKE '%y' OR NOT trace.text LIKE '%z%'",
       "base_filter": "timestamp_ms > 1"}
      """;

  private void fuzz(String good, long seed, boolean metrics) {
    Random random = new Random(seed);
    try (TraceStore store = new InMemoryTraceStore()) {
      Span span = Span.builder("tr-" + "1".repeat(32), "0000000000000001").name("a").build();
      store.writer().write(new WriteBatch(List.of(), List.of(EncodedSpan.of(span)), "0"));
      List<RestApi.Handler> handlers = new ArrayList<>();
      RestApi.Endpoints endpoints = (method, path, handler) -> handlers.add(handler);
      if (metrics) {
        new MetricsEndpoint(store.metrics()).addTo(endpoints);
      } else {
        new CorrelationEndpoint(store.search()).addTo(endpoints);
      }
      for (int i = 0; i < INPUTS; i++) {
        byte[] input = damaged(good.getBytes(StandardCharsets.UTF_8), random);
        assertThat(answered(handlers.get(0), input))
            .as(new String(input, StandardCharsets.UTF_8))
            .isNotBlank();
      }
    }
  }

  /** The answer, or why there is none. */
  private static String answered(RestApi.Handler handler, byte[] body) {
    AggregatedHttpRequest request =
        AggregatedHttpRequest.of(
            RequestHeaders.builder(HttpMethod.POST, "/").contentType(MediaType.JSON).build(),
            HttpData.wrap(body));
    ServiceRequestContext context = ServiceRequestContext.of(request.toHttpRequest());
    try {
      return JsonWriter.write(handler.handle(RestRequest.of(context, request)));
    } catch (MlflowException e) {
      return String.valueOf(e.getMessage());
    } catch (Exception e) {
      throw new AssertionError(new String(body, StandardCharsets.UTF_8), e);
    }
  }

  private static byte[] damaged(byte[] good, Random random) {
    byte[] input = good;
    for (int times = 1 + random.nextInt(4); times > 0; times--) {
      int at = random.nextInt(input.length);
      switch (random.nextInt(4)) {
        case 0 -> input[at] = (byte) random.nextInt(256);
        case 1 -> input[at] = (byte) (' ' + random.nextInt(95));
        case 2 -> input = without(input, at, Math.min(random.nextInt(20), input.length - at));
        default -> {
          int from = random.nextInt(input.length);
          input =
              with(
                  input,
                  at,
                  Arrays.copyOfRange(
                      input, from, Math.min(input.length, from + random.nextInt(40))));
        }
      }
      if (input.length == 0) {
        return new byte[] {'{'};
      }
    }
    return input;
  }

  private static byte[] without(byte[] bytes, int at, int length) {
    byte[] shorter = new byte[bytes.length - length];
    System.arraycopy(bytes, 0, shorter, 0, at);
    System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
    return shorter;
  }

  private static byte[] with(byte[] bytes, int at, byte[] more) {
    byte[] longer = new byte[bytes.length + more.length];
    System.arraycopy(bytes, 0, longer, 0, at);
    System.arraycopy(more, 0, longer, at, more.length);
    System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
    return longer;
  }

  @Test
  void metrics() {
    fuzz(METRICS, 1, true);
  }

  @Test
  void correlations() {
    fuzz(CORRELATION, 2, false);
  }
}

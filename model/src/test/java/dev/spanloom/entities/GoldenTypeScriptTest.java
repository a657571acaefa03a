package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What MLflow's TypeScript SDK wrote and read. */
class GoldenTypeScriptTest {
  static List<Golden.File> traces() {
    return Golden.typeScriptTraces();
  }

  static List<Golden.File> exchanges() {
    return Golden.typeScriptExchanges();
  }

  @ParameterizedTest
  @MethodSource("traces")
  void readingAndWritingKeepsAllOfTheFile(Golden.File file) {
    Trace trace = Trace.fromJson(file.text());

    assertThat(Golden.tree(trace.toTypeScriptMap())).isEqualTo(Golden.tree(file.text()));
  }

  @ParameterizedTest
  @MethodSource("traces")
  void spansHaveTheRealTraceIdAndNotTheCutOneOfTheFile(Golden.File file) {
    Trace trace = Trace.fromJson(file.text());

    assertThat(trace.data().spans())
        .allSatisfy(
            span -> assertThat("tr-" + span.otelTraceId()).isEqualTo(trace.info().traceId()));
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void anUploadedSpansFileReadsAsTheSpansOfItsTrace(Golden.File file) {
    for (Map<String, Object> exchange : Golden.lines(file)) {
      if (!"PUT".equals(exchange.get("method"))) {
        continue;
      }
      List<Map<String, Object>> uploaded =
          Fields.maps(Golden.asMap(exchange.get("request_body")), "spans");
      assertThat(uploaded).isNotEmpty();
      for (Map<String, Object> map : uploaded) {
        Span span = Span.fromMap(map);
        assertThat(Golden.tree(span.attributes())).isEqualTo(Golden.tree(map.get("attributes")));
        assertThat(span.startTimeUnixNanos()).isEqualTo(map.get("start_time_unix_nano"));
      }
    }
  }
}

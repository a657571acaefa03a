package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The REST requests and responses between MLflow's clients and its server. */
class GoldenRestTest {
  /**
   * By span name: attributes sent as a string of JSON, which MLflow's server took for an object.
   */
  private static final Map<String, List<String>> DECODED_BY_MLFLOW =
      Map.of(
          "attrs", List.of("str_json"),
          "io_11", List.of(SpanAttributeKey.INPUTS, SpanAttributeKey.OUTPUTS));

  static List<Golden.File> exchanges() {
    return Stream.concat(Golden.pythonExchanges().stream(), Golden.typeScriptExchanges().stream())
        .toList();
  }

  static List<Golden.File> pythonExchanges() {
    return Golden.pythonExchanges();
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void everyTraceInfoSurvivesOurModel(Golden.File file) {
    List<Map<String, Object>> infos = found(file, "trace_info");
    assertThat(infos).isNotEmpty();
    for (Map<String, Object> info : infos) {
      assertThat(Golden.tree(TraceInfo.fromMap(info).toWireMap()))
          .isEqualTo(Golden.tree(withoutEmpty(info)));
    }
  }

  @ParameterizedTest
  @MethodSource("pythonExchanges")
  void aBatchGetAnswersTheWireFormOfTheSpansThatWereLogged(Golden.File file) {
    Map<String, Span> logged = new LinkedHashMap<>();
    for (byte[] body : GoldenOtlpTest.otlpBodies(file)) {
      for (EncodedSpan encoded : OtlpRequests.split(body)) {
        Span span = encoded.decode();
        logged.put(span.spanId(), span);
      }
    }
    for (Map<String, Object> answered : batchGetTraces(file)) {
      List<Span> spans =
          Fields.maps(answered, "spans").stream()
              .map(span -> SpanIds.hexOfBase64(span.get("span_id").toString()))
              .map(logged::get)
              .map(GoldenRestTest::asMlflowReadsIt)
              .toList();
      Trace ours = new Trace(TraceInfo.fromMap(Fields.map(answered, "trace_info")), spans);
      assertThat(Golden.tree(ours.toWireMap())).isEqualTo(Golden.tree(answered));
    }
  }

  @ParameterizedTest
  @MethodSource("pythonExchanges")
  void aBatchGetAnswersTheWireFormOfTheSpansOfTheFile(Golden.File file) {
    Map<String, Trace> files = new LinkedHashMap<>();
    for (Golden.File traceFile : Golden.pythonTraces()) {
      if (traceFile.scenario().equals(file.scenario())) {
        Trace trace = Trace.fromJson(traceFile.text());
        files.put(trace.info().traceId(), trace);
      }
    }
    for (Map<String, Object> answered : batchGetTraces(file)) {
      Trace ours = files.get(Fields.map(answered, "trace_info").get("trace_id"));
      if (ours != null) {
        assertThat(Golden.tree(ours.toWireMap().get("spans")))
            .isEqualTo(Golden.tree(answered.get("spans")));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pythonExchanges")
  void everyAssessmentSurvivesOurModel(Golden.File file) {
    for (Map<String, Object> assessment : found(file, "assessment")) {
      if (assessment.containsKey("source")) { // a PATCH carries only what changes
        assertThat(Golden.tree(Assessment.fromMap(assessment).toMap()))
            .isEqualTo(Golden.tree(assessment));
      }
    }
  }

  private static Span asMlflowReadsIt(Span span) {
    Span.Builder builder = span.toBuilder();
    for (String key : DECODED_BY_MLFLOW.getOrDefault(span.name(), List.of())) {
      builder.attribute(key, AttributeValue.ofJson(span.attribute(key).toString()));
    }
    return builder.build();
  }

  private static List<Map<String, Object>> batchGetTraces(Golden.File file) {
    List<Map<String, Object>> traces = new ArrayList<>();
    for (Map<String, Object> exchange : Golden.lines(file)) {
      if (exchange.get("path").toString().contains("/batchGet")) {
        traces.addAll(Fields.maps(Golden.asMap(exchange.get("response_body")), "traces"));
      }
    }
    return traces;
  }

  /** The objects under a key anywhere in the bodies of a file's exchanges. */
  private static List<Map<String, Object>> found(Golden.File file, String key) {
    List<Map<String, Object>> found = new ArrayList<>();
    for (Map<String, Object> exchange : Golden.lines(file)) {
      collect(exchange.get("request_body"), key, found);
      collect(exchange.get("response_body"), key, found);
    }
    return found;
  }

  private static void collect(Object value, String key, List<Map<String, Object>> into) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, inner) -> {
            if (key.equals(name)) {
              into.add(Golden.asMap(inner));
            } else {
              collect(inner, key, into);
            }
          });
    } else if (value instanceof List<?> items) {
      items.forEach(item -> collect(item, key, into));
    }
  }

  /** The TypeScript SDK sends empty maps and lists, which protobuf's JSON leaves out. */
  private static Map<String, Object> withoutEmpty(Map<String, Object> info) {
    Map<String, Object> copy = new LinkedHashMap<>(info);
    copy.values()
        .removeIf(
            value ->
                (value instanceof Map<?, ?> map && map.isEmpty())
                    || (value instanceof List<?> list && list.isEmpty()));
    return copy;
  }
}

package dev.spanloom.entities;

import static dev.spanloom.entities.TestSpans.TRACE_ID;
import static dev.spanloom.entities.TestSpans.root;
import static dev.spanloom.entities.TestSpans.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.internal.json.JsonReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dict form of spans, as every version of MLflow wrote it. */
class SpanDictTest {
  private static final String OTEL_ID = TRACE_ID.substring(3);

  private static Map<String, Object> json(String text) {
    return Golden.asMap(JsonReader.read(text.replace('\'', '"').replace("%ID%", TRACE_ID)));
  }

  @Test
  void aSpanReadsAsItWasWritten() {
    Span span =
        span(2, 1)
            .spanType("LLM")
            .inputs(Map.of("x", 1))
            .outputs(List.of("a", 2.5, true))
            .attribute(SpanAttributeKey.REQUEST_ID, AttributeValue.of(TRACE_ID))
            .status(SpanStatus.error("bad"))
            .events(List.of(SpanEvent.of("e", 5, Map.of("k", 1))))
            .links(List.of(new Link("tr-" + "2".repeat(32), "3".repeat(16))))
            .build();

    assertThat(Span.fromMap(span.toMap())).isEqualTo(span);
  }

  @Test
  void aRootHasANullParent() {
    assertThat(root().build().toMap()).containsEntry("parent_span_id", null);
  }

  @Test
  void theTraceIdIsAmongTheAttributesEvenWhereNobodySetIt() {
    assertThat(root().build().toMap().get("attributes"))
        .isEqualTo(Map.of(SpanAttributeKey.REQUEST_ID, "\"" + TRACE_ID + "\""));
  }

  @Test
  void anOpenSpanHasANullEnd() {
    Span open = root().endTimeUnixNanos(0).build();

    assertThat(open.toMap()).containsEntry("end_time_unix_nano", null);
    assertThat(Span.fromMap(open.toMap()).isEnded()).isFalse();
  }

  @Test
  void anEmptyParentIsNone() {
    Map<String, Object> map = new HashMap<>(root().build().toMap());
    map.put("parent_span_id", "");

    assertThat(Span.fromMap(map).isRoot()).isTrue();
  }

  @Test
  void timesMayBeTexts() {
    Map<String, Object> map = new HashMap<>(root().build().toMap());
    map.put("start_time_unix_nano", "123");
    map.put("end_time_unix_nano", "456");

    assertThat(Span.fromMap(map).durationNanos()).isEqualTo(333);
  }

  @Test
  void aTraceStateOfOlderFilesIsIgnored() {
    Map<String, Object> map = new HashMap<>(root().build().toMap());
    map.put("trace_state", "");

    assertThat(Span.fromMap(map).name()).isEqualTo("span1");
  }

  @Test
  void theFormOfVersion350WithHexIdsIsRead() {
    Span span =
        Span.fromMap(
            json(
                "{'trace_id': '%ID%', 'span_id': '00f067aa0ba902b7', 'parent_span_id':"
                    + " '00f067aa0ba902b8', 'name': 'n', 'start_time_unix_nano': 1,"
                    + " 'end_time_unix_nano': 2, 'status': {'code': 'OK', 'message': ''},"
                    + " 'events': [], 'attributes': {'mlflow.traceRequestId': '\\'%ID%\\'',"
                    + " 'mlflow.spanType': '\\'TOOL\\''}}"));

    assertThat(span.traceId()).isEqualTo(TRACE_ID);
    assertThat(span.spanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(span.parentId()).isEqualTo("00f067aa0ba902b8");
    assertThat(span.spanType()).isEqualTo("TOOL");
    assertThat(span.status()).isEqualTo(SpanStatus.OK);
    assertThat(span.otelTraceId()).isEqualTo(OTEL_ID);
  }

  @Test
  void version2IsRead() {
    Span span =
        Span.fromMap(
            json(
                "{'name': 'n', 'context': {'span_id': '0xf067aa0ba902b7', 'trace_id':"
                    + " '0x1234567890abcdef1234567890abcde'}, 'parent_id': null, 'start_time': 1,"
                    + " 'end_time': 2, 'status_code': 'ERROR', 'status_message': 'm',"
                    + " 'attributes': {'mlflow.traceRequestId': '\\'0123\\'', 'mlflow.spanInputs':"
                    + " '{\\'a\\': 1}', 'mlflow.spanOutputs': '5'}, 'events': [{'name': 'e',"
                    + " 'timestamp': 7, 'attributes': {'k': 'v'}}]}"));

    assertThat(span.traceId()).isEqualTo("0123");
    assertThat(span.otelTraceId()).isEqualTo("01234567890abcdef1234567890abcde");
    assertThat(span.spanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(span.isRoot()).isTrue();
    assertThat(span.status()).isEqualTo(SpanStatus.error("m"));
    assertThat(span.inputs()).isEqualTo(Map.of("a", 1L));
    assertThat(span.outputs()).isEqualTo(5L);
    assertThat(span.events()).containsExactly(SpanEvent.of("e", 7, Map.of("k", "v")));
    assertThat(Span.fromMap(span.toMap())).isEqualTo(span);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'attributes': {}}",
        "{'attributes': {'mlflow.traceRequestId': ''}}",
        "{'attributes': {'mlflow.traceRequestId': 5}}",
        "{'attributes': 5}",
        "{'span_id': '!!', 'attributes': {'mlflow.traceRequestId': 'tr-1'}}",
        "{'span_id': 5, 'attributes': {'mlflow.traceRequestId': 'tr-1'}}",
        "{'name': [], 'attributes': {'mlflow.traceRequestId': 'tr-1'}}",
        "{'start_time_unix_nano': 'x', 'attributes': {'mlflow.traceRequestId': 'tr-1'}}",
        "{'status': {'code': 'NOPE'}, 'attributes': {'mlflow.traceRequestId': 'tr-1'}}",
        "{'events': 5, 'attributes': {'mlflow.traceRequestId': 'tr-1'}}",
        "{'context': 5}",
        "{'context': {'span_id': 'xyz'}, 'attributes': {'mlflow.traceRequestId': '\\'tr-1\\''}}"
      })
  void whatIsNoSpanIsRefused(String text) {
    assertThatThrownBy(() -> Span.fromMap(json(text)))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
  }

  @Test
  void attributeTextsAreKeptAsTheyAre() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(SpanAttributeKey.REQUEST_ID, "\"" + TRACE_ID + "\"");
    attributes.put("spaced", "{\"a\":1 }");
    attributes.put("python", "NaN");
    attributes.put("text", "not json");
    attributes.put("big", "123456789012345678901234567890");
    Map<String, Object> map = new HashMap<>(root().build().toMap());
    map.put("attributes", attributes);

    assertThat(Span.fromMap(map).toMap().get("attributes")).isEqualTo(attributes);
  }
}

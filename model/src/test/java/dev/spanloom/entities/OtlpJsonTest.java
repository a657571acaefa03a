package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.otlp.OtlpJson;
import dev.spanloom.entities.otlp.OtlpJsonWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpJsonTest {
  private static final String IDS =
      "\"traceId\": \"5B8EFFF798038103D269B633813FC60C\", \"spanId\": \"EEE19B7EC3C1B174\"";

  @Provide
  Arbitrary<Span> spans() {
    return SpanArbitraries.spans();
  }

  @Property
  void whatIsWrittenIsReadWithoutLoss(@ForAll("spans") Span span) {
    Map<?, ?> group = first(read(OtlpJsonWriter.write(List.of(span))), "resourceSpans");
    Map<?, ?> scopeSpans = first(group, "scopeSpans");

    Span back =
        Span.fromOtlp(
            OtlpJson.span(first(scopeSpans, "spans")),
            OtlpJson.resource(
                (Map<?, ?>) group.get("resource"),
                group.get("schemaUrl") instanceof String url ? url : ""),
            OtlpJson.scope(
                (Map<?, ?>) scopeSpans.get("scope"),
                scopeSpans.get("schemaUrl") instanceof String url ? url : ""));
    assertThat(back).isEqualTo(span);
  }

  @Test
  void neighboursOfOneOriginShareAGroup() {
    OtelResource other = new OtelResource(Map.of("service.name", "b"));
    String json =
        OtlpJsonWriter.write(
            List.of(
                TestSpans.root().build(),
                TestSpans.span(2, 1).build(),
                TestSpans.span(3, 1).resource(other).build()));

    List<?> groups = (List<?>) read(json).get("resourceSpans");
    assertThat(groups).hasSize(2);
    assertThat((List<?>) first((Map<?, ?>) groups.get(0), "scopeSpans").get("spans")).hasSize(2);
  }

  @Test
  void theExampleOfTheSpecificationIsRead() {
    Span span =
        decoded(
            """
            {%s, "parentSpanId": "EEE19B7EC3C1B173", "name": "I'm a server span",
             "startTimeUnixNano": "1544712660000000000", "endTimeUnixNano": "1544712661000000000",
             "kind": 2, "attributes": [
               {"key": "my.span.attr", "value": {"stringValue": "some value"}},
               {"key": "n", "value": {"intValue": 3}}, {"key": "d", "value": {"doubleValue": "NaN"}},
               {"key": "l", "value": {"arrayValue": {"values": [{"boolValue": true}, {}]}}},
               {"key": "nothing", "value": {}}]}
            """
                .formatted(IDS));

    assertThat(span.traceId()).isEqualTo("tr-5b8efff798038103d269b633813fc60c");
    assertThat(span.parentId()).isEqualTo("eee19b7ec3c1b173");
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.durationNanos()).isEqualTo(1_000_000_000L);
    assertThat(span.attribute("my.span.attr")).isEqualTo("some value");
    assertThat(span.attribute("n")).isEqualTo(3L);
    assertThat(span.attribute("d")).isEqualTo(Double.NaN);
    assertThat(span.attribute("l")).isEqualTo(Arrays.asList(true, null));
    assertThat(span.attributes()).containsEntry("nothing", null);
  }

  @Test
  void snakeCaseNumbersAndBase64IdsAreReadToo() {
    Span span =
        decoded(
            """
            {"trace_id": "W47/95gDgQPSabYzgT/GDA==", "span_id": "7uGbfsPBsXQ=",
             "parent_span_id": "", "start_time_unix_nano": 1544712660000000000,
             "end_time_unix_nano": 18446744073709551615, "kind": "SPAN_KIND_CLIENT",
             "status": {"code": "STATUS_CODE_ERROR", "message": "m"},
             "attributes": [{"key": "b", "value": {"bytes_value": "AP8="}}]}
            """);

    assertThat(span.traceId()).isEqualTo("tr-5b8efff798038103d269b633813fc60c");
    assertThat(span.spanId()).isEqualTo("eee19b7ec3c1b174");
    assertThat(span.isRoot()).isTrue();
    assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.status()).isEqualTo(SpanStatus.error("m"));
    assertThat(span.endTimeUnixNanos()).isEqualTo(-1);
    assertThat((byte[]) span.attribute("b")).containsExactly(0, 0xFF);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{} | traceId: \"\" (expected: 32 hex digits, not all 0)",
        "{\"traceId\": \"00000000000000000000000000000000\"} | (expected: 32 hex digits, not all 0)",
        "{\"traceId\": \"xyz\"} | traceId: \"xyz\" (expected: 32 hex digits",
        "{\"traceId\": 7} | traceId: 7 (expected: a text)",
        "{IDS, \"name\": {}} | name: {} (expected: a text)",
        "{IDS, \"startTimeUnixNano\": \"soon\"} | startTimeUnixNano: \"soon\" (expected: a whole",
        "{IDS, \"startTimeUnixNano\": 1.5} | startTimeUnixNano: 1.5 (expected: a whole number",
        "{IDS, \"kind\": \"SERVER\"} | kind: \"SERVER\" (expected: one of [SPAN_KIND_UNSPECIFIED",
        "{IDS, \"attributes\": {}} | attributes: {} (expected: a list of objects)",
        "{IDS, \"events\": [1]} | events: 1 (expected: a list of objects)",
        "{IDS, \"status\": []} | status: [] (expected: an object)",
        "{IDS, \"attributes\": [{\"key\": \"k\", \"value\": {\"boolValue\": 1}}]} | boolValue: 1",
        "{IDS, \"attributes\": [{\"key\": \"k\", \"value\": {\"bytesValue\": \"*\"}}]} | bytesValue:"
      })
  void whatDoesNotFitIsNamed(String json, String message) {
    assertThatThrownBy(() -> OtlpJson.span(read(json.replace("IDS", IDS))))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining(message.strip());
  }

  private static Span decoded(String json) {
    return Span.fromOtlp(OtlpJson.span(read(json)));
  }

  private static Map<?, ?> read(String json) {
    return (Map<?, ?>) JsonReader.read(json);
  }

  private static Map<?, ?> first(Map<?, ?> map, String key) {
    return (Map<?, ?>) ((List<?>) map.get(key)).get(0);
  }
}

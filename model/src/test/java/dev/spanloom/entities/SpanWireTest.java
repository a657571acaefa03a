package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.internal.json.JsonUtf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SpanWireTest {
  @Provide
  Arbitrary<Span> spans() {
    return SpanArbitraries.spans();
  }

  private static String written(Object plain) {
    return new String(JsonUtf8.write(plain), StandardCharsets.UTF_8);
  }

  @Property(tries = 300)
  void theWrittenFormIsThatOfTheMap(@ForAll("spans") Span span) {
    for (Span one : List.of(span, Span.fromOtlp(span.toOtlp()))) {
      assertThat(written(new SpanWire(one)))
          .isEqualTo(written(new LinkedHashMap<>(new SpanWire(one))));
    }
  }

  @Test
  void everyKindOfValueHasItsName() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("a", 1L);
    object.put("nothing", null);
    Span span =
        Span.builder("tr-" + "0".repeat(31) + "1", "0000000000000002")
            .name("say \"hi\"")
            .startTimeUnixNanos(5)
            .attribute("text", AttributeValue.of("é\n"))
            .attribute("json", AttributeValue.ofJson("[true, 0.5, \"x\", [], {}]"))
            .attribute("object", AttributeValue.of(object))
            .attribute("bytes", AttributeValue.of(new byte[] {1, 2}))
            .attribute("none", AttributeValue.NULL)
            .attribute("wide", AttributeValue.of(Arrays.asList(Double.NaN, null)))
            .attribute("mlflow.traceRequestId", AttributeValue.of("own"))
            .build();

    assertThat(written(new SpanWire(span)))
        .isEqualTo(
            "{\"trace_id\": \"AAAAAAAAAAAAAAAAAAAAAQ==\", \"span_id\": \"AAAAAAAAAAI=\","
                + " \"name\": \"say \\\"hi\\\"\", \"start_time_unix_nano\": 5,"
                + " \"attributes\": [{\"key\": \"mlflow.traceRequestId\","
                + " \"value\": {\"string_value\": \"own\"}},"
                + " {\"key\": \"text\", \"value\": {\"string_value\": \"é\\n\"}},"
                + " {\"key\": \"json\", \"value\": {\"array_value\": {\"values\":"
                + " [{\"bool_value\": true}, {\"double_value\": 0.5}, {\"string_value\": \"x\"},"
                + " {\"array_value\": {}}, {\"kvlist_value\": {}}]}}},"
                + " {\"key\": \"object\", \"value\": {\"kvlist_value\": {\"values\":"
                + " [{\"key\": \"a\", \"value\": {\"int_value\": 1}}, {\"key\": \"nothing\"}]}}},"
                + " {\"key\": \"bytes\", \"value\": {\"bytes_value\": \"AQI=\"}},"
                + " {\"key\": \"none\"},"
                + " {\"key\": \"wide\", \"value\": {\"array_value\": {\"values\":"
                + " [{\"double_value\": \"NaN\"}, {}]}}}],"
                + " \"status\": {}}");
  }
}

package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanloom.entities.Document;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a span keeps of values: the types of the golden scenarios s08 and s08b, and Java's own. */
class SnapshotTypesTest extends TracingTest {
  enum Color {
    RED {
      @Override
      public String toString() {
        return "a red one";
      }
    }
  }

  record Point(int x, @Nullable Integer y) {}

  static final class Bean {
    private final String name = "n";
    private final boolean ready = true;
    public final int open = 5;

    public String getName() {
      return name;
    }

    public boolean isReady() {
      return ready;
    }

    public List<Point> getPoints() {
      return List.of(new Point(1, null));
    }
  }

  static final class Plain {
    @Override
    public String toString() {
      return "Obj str";
    }
  }

  static Stream<Arguments> values() throws Exception {
    Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
    ordered.put("k", Map.of("nested", List.of(1, 2)));
    ordered.put("n", null);
    return Stream.of(
        Arguments.of("text", "\"text\""),
        Arguments.of("", "\"\""),
        Arguments.of("{\"a\": 1}", "\"{\\\"a\\\": 1}\""),
        Arguments.of("123", "\"123\""),
        Arguments.of("multi\nline", "\"multi\\nline\""),
        Arguments.of(42, "42"),
        Arguments.of(-7L, "-7"),
        Arguments.of((short) 3, "3"),
        Arguments.of(9_007_199_254_740_993L, "9007199254740993"),
        Arguments.of(new BigInteger("12"), "12"),
        Arguments.of(new BigInteger("99999999999999999999"), "\"99999999999999999999\""),
        Arguments.of(new AtomicInteger(8), "8"),
        Arguments.of(3.14, "3.14"),
        Arguments.of(0.1f, "0.1"),
        Arguments.of(2.0, "2.0"),
        Arguments.of(1e-9, "1e-09"),
        Arguments.of(1e300, "1e+300"),
        Arguments.of(Double.NaN, "\"NaN\""),
        Arguments.of(Double.POSITIVE_INFINITY, "\"Infinity\""),
        Arguments.of(true, "true"),
        Arguments.of(null, "null"),
        Arguments.of(Arrays.asList(1, "two", 3.0, null, true), "[1, \"two\", 3.0, null, true]"),
        Arguments.of(List.of(), "[]"),
        Arguments.of(Map.of(), "{}"),
        Arguments.of(Arrays.asList((Object) null), "[null]"),
        Arguments.of(ordered, "{\"k\": {\"nested\": [1, 2]}, \"n\": null}"),
        Arguments.of(new int[] {1, 2}, "[1, 2]"),
        Arguments.of(new String[][] {{"a"}, {}}, "[[\"a\"], []]"),
        Arguments.of('c', "\"c\""),
        Arguments.of(Instant.parse("2025-01-02T03:04:05Z"), "\"2025-01-02T03:04:05Z\""),
        Arguments.of(new Date(0), "\"1970-01-01T00:00:00Z\""),
        Arguments.of(LocalDate.of(2025, 1, 2), "\"2025-01-02\""),
        Arguments.of(new BigDecimal("1.10"), "\"1.10\""),
        Arguments.of(new UUID(0, 5), "\"00000000-0000-0000-0000-000000000005\""),
        Arguments.of(Color.RED, "\"RED\""),
        Arguments.of(Map.of(Color.RED, 1), "{\"RED\": 1}"),
        Arguments.of(Map.of(1, 2), "{\"1\": 2}"),
        Arguments.of(new Point(2, null), "{\"x\": 2, \"y\": null}"),
        Arguments.of(
            new Bean(),
            "{\"name\": \"n\", \"ready\": true, \"open\": 5, \"points\": [{\"x\": 1, \"y\": null}]}"),
        Arguments.of(new Plain(), "\"Obj str\""),
        Arguments.of(new StringBuilder("built"), "\"built\""),
        Arguments.of(Optional.of(1), "1"),
        Arguments.of(Optional.empty(), "null"),
        Arguments.of(OptionalInt.of(7), "7"),
        Arguments.of(
            new ObjectMapper().readTree("{\"a\": [1, null, \"b\"]}"), "{\"a\": [1, null, \"b\"]}"),
        Arguments.of(new ObjectMapper().readTree("\"text\""), "\"text\""));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueIsKeptAsJson(@Nullable Object value, String json) {
    try (var span = Mlflow.startSpan("s")) {
      span.setInputs(value).setOutputs(value).setAttribute("a", value);
    }
    for (String key : List.of(SpanAttributeKey.INPUTS, SpanAttributeKey.OUTPUTS, "a")) {
      assertThat(span().attributeValues().get(key).json()).isEqualTo(json);
    }
  }

  @Test
  void unicodeIsKept() {
    String text = "h\u00e9llo \u4f60\u597d \ud83d\ude00 \u0000\u0007";
    try (var span = Mlflow.startSpan("s")) {
      span.setInputs(text).setAttribute(text, text);
    }
    assertThat(span().inputs()).isEqualTo(text);
    assertThat(span().attribute(text)).isEqualTo(text);
  }

  @Test
  void bytesAreKept() {
    byte[] bytes = {0, -1, 'a'};
    try (var span = Mlflow.startSpan("s")) {
      span.setInputs(bytes);
    }
    assertThat(span().inputs()).isEqualTo(bytes);
  }

  @Test
  void aListChangedLaterDoesNotChangeTheTrace() {
    List<Object> messages = new ArrayList<>(List.of("first"));
    Map<String, Object> inputs = new LinkedHashMap<>(Map.of("messages", messages));
    try (var span = Mlflow.startSpan("s")) {
      span.setInputs(inputs).addEvent("e", inputs);
      messages.add("second");
      inputs.clear();
    }
    assertThat(span().inputs()).isEqualTo(Map.of("messages", List.of("first")));
    assertThat(span().events().get(0).attributes()).containsEntry("messages", List.of("first"));
  }

  @Test
  void documentsHaveTheShapeThatRetrieversNeed() {
    Document document =
        Document.builder("content").docUri("a.md").relevanceScore(0.95).id("doc_1").build();
    try (var span = Mlflow.startSpan("retrieve", SpanType.RETRIEVER)) {
      span.setOutputs(List.of(document));
    }
    assertThat(span().outputs())
        .isEqualTo(
            List.of(
                Map.of(
                    "page_content", "content",
                    "metadata", Map.of("doc_uri", "a.md", "relevance_score", 0.95),
                    "id", "doc_1")));
    assertThat(span().documents()).containsExactly(document);
  }
}

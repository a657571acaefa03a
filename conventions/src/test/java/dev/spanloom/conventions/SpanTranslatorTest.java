package dev.spanloom.conventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanTranslatorTest {
  private final SpanTranslator translator = SpanTranslator.standard();

  @Test
  void aSpanWithMlflowsAttributesAloneComesBackAsItIs() {
    EncodedSpan span =
        Spans.root(
            Map.of(
                "mlflow.traceRequestId",
                "tr-" + "1".repeat(32),
                "mlflow.spanType",
                "LLM",
                "mlflow.spanInputs",
                Map.of("messages", List.of("hi")),
                "mlflow.spanOutputs",
                "done",
                "n",
                3));

    assertThat(translator.translate(span).span()).isSameAs(span);
  }

  @Test
  void aSpanThatHasAllOfMlflowsAttributesStaysByteForByteWhateverElseItHas() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("gen_ai.operation.name", "chat");
    attributes.put("input.value", "other");
    attributes.put("output.value", "other");
    attributes.put("mlflow.spanType", "TOOL");
    attributes.put("mlflow.spanInputs", "mine");
    attributes.put("mlflow.spanOutputs", "");
    EncodedSpan span = Spans.root(attributes);

    assertThat(translator.translate(span).span()).isSameAs(span);
  }

  @Test
  void aSpanOfNoConventionComesBackAsItIs() {
    EncodedSpan span =
        Spans.root(Map.of("http.method", "GET", "db.system", "h2", "x", "{\"a\": 1}", "aisle", 1));

    assertThat(translator.translate(span)).isEqualTo(new Translated(span, Map.of(), Map.of()));
    assertThat(translator.translate(span).span()).isSameAs(span);
  }

  @Test
  void aRootSaysMetadataAndFieldsOfItsTraceAndNobodyElse() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("spanloom.traceMetadata.mlflow.user", "ann");
    attributes.put("spanloom.traceMetadata.json", "{\"as\": \"it is\"}");
    attributes.put("spanloom.traceMetadata.spanloom.saidBySpans", "[]");
    attributes.put("spanloom.traceMetadata.bad?key", "x");
    attributes.put("spanloom.traceInfo.clientRequestId", "r-1");
    attributes.put("spanloom.traceInfo.unknown", "x");

    Translated root = translator.translate(Spans.root(attributes));
    assertThat(root.traceMetadata())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "mlflow.user",
                "ann",
                "json",
                "{\"as\": \"it is\"}",
                "spanloom.traceInfo.clientRequestId",
                "r-1"));
    assertThat(root.span().decode().attributes()).containsExactlyEntriesOf(attributes);
    Span child = root.span().decode().toBuilder().parentId("00f067aa0ba902b8").build();
    assertThat(translator.translate(EncodedSpan.of(child)).traceMetadata()).isEmpty();
  }

  @Test
  void mlflowsAttributesInJsonTextBecomeTheirValues() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("mlflow.spanInputs", "{\"x\": [1, 2]}");
    attributes.put("mlflow.spanOutputs", " [1] ");
    attributes.put("mlflow.spanType", "\"LLM\"");
    attributes.put("mlflow.spanFunctionName", "[INFO] {not json}");
    attributes.put("mlflow.experimentId", "3");
    attributes.put("mlflow.spanDescription", "\"\\\"twice\\\"\"");
    attributes.put("mlflow.traceTag.kind", "{\"as\": \"it is\"}");
    attributes.put("other", "{\"x\": 1}");

    Map<String, Object> expected = new LinkedHashMap<>(attributes);
    expected.put("mlflow.spanInputs", Map.of("x", List.of(1L, 2L)));
    expected.put("mlflow.spanOutputs", List.of(1L));
    expected.put("mlflow.spanType", "LLM");
    expected.put("mlflow.spanDescription", "\"twice\"");
    assertThat(translator.translate(Spans.root(attributes)).span().decode().attributes())
        .containsExactlyEntriesOf(expected);
  }

  @Test
  void onlyTheAttributesInJsonTextChange() {
    EncodedSpan span = Spans.root(Map.of("mlflow.spanInputs", "{\"x\": 1}", "n", 1.5));

    Span translated = translator.translate(span).span().decode();

    assertThat(translated).isEqualTo(span.decode().toBuilder().inputs(Map.of("x", 1L)).build());
  }

  @Test
  void tagsOfTheTraceComeFromRoots() {
    Map<String, Object> attributes =
        Map.of(
            "mlflow.traceTag.team", "search",
            "mlflow.traceTag.mlflow.trace.spansLocation", "X",
            "mlflow.traceTag.mlflow.user", "X",
            "mlflow.traceTag.../up", "X",
            "mlflow.traceTag.", "X");

    assertThat(translator.translate(Spans.root(attributes)).traceTags())
        .containsExactly(Map.entry("team", "search"));
    assertThat(translator.translate(Spans.of(attributes, List.of(), "3".repeat(16))).traceTags())
        .isEmpty();
  }

  @Test
  void bytesThatAreNoSpanComeBackAsTheyAre() {
    byte[] cut = Spans.root(Map.of("input.value", "hello")).span();
    for (int length = 0; length < cut.length; length++) {
      EncodedSpan span = encoded(Arrays.copyOf(cut, length));
      assertThat(translator.translate(span).span().span()).startsWith(span.span());
    }
    EncodedSpan text = encoded("input.value".getBytes(StandardCharsets.UTF_8));
    assertThat(translator.translate(text).span()).isSameAs(text);
  }

  @Test
  void resourceAndScopeStay() {
    EncodedSpan plain = Spans.root(Map.of("input.value", "hello"));
    EncodedSpan span = new EncodedSpan(plain.span(), new byte[] {1}, "r", new byte[] {2}, "s");

    EncodedSpan translated = translator.translate(span).span();

    assertThat(translated)
        .isEqualTo(new EncodedSpan(translated.span(), new byte[] {1}, "r", new byte[] {2}, "s"))
        .isNotEqualTo(span);
  }

  @Test
  void anEndOfZeroStaysNoEnd() {
    EncodedSpan span =
        EncodedSpan.of(
            Spans.root(Map.of("input.value", "hello")).decode().toBuilder()
                .endTimeUnixNanos(0)
                .build());

    assertThat(translator.translate(span).span().decode().isEnded()).isFalse();
  }

  @Test
  void aTableWithAMistakeSaysWhereItIs() {
    assertThatThrownBy(() -> ConventionFiles.read("{\"name\": \"x\"}", "x.json"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("x.json: no comment (expected: a text)");
    assertThatThrownBy(() -> table("\"imputs\": []"))
        .hasMessageStartingWith("x.json: unknown [imputs] (expected: name, comment, inputs, ");
    assertThatThrownBy(() -> table("\"inputs\": [\"a\", {\"from\": \"b\", \"assemble\": \"c\"}]"))
        .hasMessageStartingWith("x.json: inputs[1]: assemble: \"c\" (expected one of [messages, ");
    assertThatThrownBy(() -> table("\"type\": [{\"form\": \"b\"}]"))
        .hasMessageStartingWith("x.json: type[0]: no from ");
    assertThatThrownBy(() -> table("\"type\": [{\"from\": \"b\", \"map\": {}}]"))
        .hasMessageStartingWith("x.json: type[0]: unknown [map] ");
  }

  private static Convention table(String members) {
    return ConventionFiles.read("{\"name\": \"x\", \"comment\": \"y\", " + members + "}", "x.json");
  }

  private static EncodedSpan encoded(byte[] span) {
    return new EncodedSpan(span, new byte[0], "", new byte[0], "");
  }
}

package dev.spanloom.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Spans made to cost much cost little. */
class HostileSpansTest {
  private static final int MANY = 10_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SpanTranslator translator = SpanTranslator.standard();

  private Map<String, Object> translate(Map<String, Object> attributes) {
    EncodedSpan span = Spans.root(attributes);
    EncodedSpan translated =
        Assertions.assertTimeoutPreemptively(LIMIT, () -> translator.translate(span).span());
    return Spans.added(span, translated);
  }

  @Test
  void tenThousandMessagesAreOneList() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = MANY; i-- > 0; ) {
      attributes.put("llm.input_messages." + i + ".message.content", "m" + i);
    }

    Map<?, ?> inputs = (Map<?, ?>) translate(attributes).get("mlflow.spanInputs");

    List<?> messages = (List<?>) inputs.get("messages");
    assertThat(messages).hasSize(MANY);
    assertThat((Map<?, ?>) messages.get(1)).isEqualTo(Map.of("role", "user", "content", "m1"));
  }

  @Test
  void keysOfEveryPatternByTheThousandsAreWalkedThrough() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = 0; i < MANY; i++) {
      attributes.put("gen_ai.completion." + i + ".tool_calls." + i + ".argument", "{");
      attributes.put("retrieval.documents." + i + ".document." + "a.".repeat(20), i);
      attributes.put("ai.prompt." + i, "[".repeat(5));
    }

    assertThat(translate(attributes)).doesNotContainKey("mlflow.llm.model");
  }

  @Test
  void hugeAndWrongNumbersInKeysMakeNoHugeLists() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("gen_ai.prompt.999999999.content", "last");
    attributes.put("gen_ai.prompt.1.content", "first");
    attributes.put("gen_ai.prompt.99999999999999999999.content", "none");
    attributes.put("gen_ai.prompt.-1.content", "none");
    attributes.put("gen_ai.prompt..content", "none");
    attributes.put("gen_ai.prompt.", "none");

    assertThat(translate(attributes).get("mlflow.spanInputs"))
        .isEqualTo(
            Map.of(
                "messages",
                List.of(
                    Map.of("role", "user", "content", "first"),
                    Map.of("role", "user", "content", "last"))));
  }

  @Test
  void longKeysOfManyPartsAreLeftOut() {
    assertThat(
            translate(
                Map.of(
                    "llm.input_messages.0" + ".x".repeat(100_000),
                    "deep",
                    "llm.input_messages.1.message.content",
                    "hello")))
        .containsEntry(
            "mlflow.spanInputs",
            Map.of("messages", List.of(Map.of("role", "user", "content", "hello"))));
  }

  @Test
  void deepJsonStaysTextOrIsKeptButNeverOverflows() {
    for (int depth : new int[] {500, 990, 1000, 1001, 100_000}) {
      String json = "[".repeat(depth) + "]".repeat(depth);
      Object inputs = translate(Map.of("input.value", json)).get("mlflow.spanInputs");
      assertThat(inputs).isNotNull();
      assertThat(inputs instanceof String).isEqualTo(depth > 1000);
      translate(Map.of("gen_ai.prompt.0.content", json, "gen_ai.prompt.1.content", json));
      translate(Map.of("ai.operationId", "ai.generateText.doGenerate", "ai.prompt.tools", json));
      translate(Map.of("gen_ai.retrieval.documents", "[" + json + "]"));
      translate(Map.of("mlflow.spanInputs", json));
    }
  }

  @Test
  void tenThousandEventsAreOneList() {
    List<SpanEvent> events = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      events.add(SpanEvent.of("gen_ai.choice", 1, Map.of("message", "{\"content\": \"c\"}")));
    }
    EncodedSpan span = Spans.of(Map.of(), events, null);

    EncodedSpan translated =
        Assertions.assertTimeoutPreemptively(LIMIT, () -> translator.translate(span).span());

    assertThat((Map<?, ?>) translated.decode().outputs())
        .extracting("choices")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(MANY);
  }
}

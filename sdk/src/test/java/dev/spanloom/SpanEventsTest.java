package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spanloom.entities.Link;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanEventsTest extends TracingTest {
  @Test
  void eventsKeepTheirOrderAndTypes() {
    try (var span = Mlflow.startSpan("s")) {
      span.addEvent(
          SpanEvent.of(
              "validation_completed",
              Map.of("records_validated", 1000, "ratio", 0.5, "ok", true, "kinds", List.of("a"))));
      span.addEvent("second", Map.of("stage", "initialization"));
      span.addEvent("third");
    }
    Span span = span();
    assertThat(span.events())
        .extracting(SpanEvent::name)
        .containsExactly("validation_completed", "second", "third");
    assertThat(span.events().get(0).attributes())
        .containsEntry("records_validated", 1000L)
        .containsEntry("ratio", 0.5)
        .containsEntry("ok", true)
        .containsEntry("kinds", List.of("a"));
  }

  @Test
  void anEventOfNowLiesWithinTheSpan() {
    try (var span = Mlflow.startSpan("s")) {
      span.addEvent("now");
    }
    Span span = span();
    assertThat(span.events().get(0).timestamp())
        .isBetween(span.startTimeUnixNanos() - 1_000_000, span.endTimeUnixNanos() + 1_000_000);
  }

  private static void addText(
      LiveSpan span, String name, long time, String key, byte[] utf8, int from, int length) {
    span.addTextEvents(index -> name, time, key, utf8, new int[] {from, from + length}, 1);
  }

  @Test
  void textsOfOneArrayAreAddedTogether() {
    byte[] utf8 = "one two".getBytes(StandardCharsets.UTF_8);
    try (var span = Mlflow.startSpan("s")) {
      int[] places = {0, 3, 4, 7, 9, 9}; // and more room than is used
      span.addTextEvents(index -> "piece." + (7 + index), 5, "value", utf8, places, 2);
    }
    assertThat(span().events())
        .containsExactly(
            SpanEvent.of("piece.7", 5, Map.of("value", "one")),
            SpanEvent.of("piece.8", 5, Map.of("value", "two")));
  }

  @Test
  void eventsOfTextsAreAsOthersAndKeepTheirPlace() {
    byte[] utf8 = "one, zwölf 😀".getBytes(StandardCharsets.UTF_8);
    try (var span = Mlflow.startSpan("s")) {
      span.addEvent(SpanEvent.of("before", 1, Map.of()));
      addText(span, "piece.0", 2, "value", utf8, 0, 3);
      addText(span, "piece.1", 3, "value", utf8, 5, utf8.length - 5);
      addText(span, "cut", 4, "value", utf8, 5, 3); // within the ö
      addText(span, "empty", 5, "value", utf8, 0, 0);
      addText(span, "of another key", 6, "other", utf8, 0, 3);
      span.addEvent(SpanEvent.of("after", 7, Map.of()));
      addText(span, "piece.2", 8, "value", utf8, 0, 3);
      assertThat(span.events()).hasSize(8);
    }
    assertThat(span().events())
        .containsExactly(
            SpanEvent.of("before", 1, Map.of()),
            SpanEvent.of("piece.0", 2, Map.of("value", "one")),
            SpanEvent.of("piece.1", 3, Map.of("value", "zwölf 😀")),
            SpanEvent.of("cut", 4, Map.of("value", "zw\uFFFD")),
            SpanEvent.of("empty", 5, Map.of("value", "")),
            SpanEvent.of("of another key", 6, Map.of("other", "one")),
            SpanEvent.of("after", 7, Map.of()),
            SpanEvent.of("piece.2", 8, Map.of("value", "one")));
  }

  @Test
  void manyEventsOfTextsAreKept() {
    try (var span = Mlflow.startSpan("s")) {
      for (int i = 0; i < 1000; i++) {
        byte[] text = ("text " + i).repeat(i % 50).getBytes(StandardCharsets.UTF_8);
        addText(span, "e" + i, i, "value", text, 0, text.length);
      }
    }
    List<SpanEvent> events = span().events();
    assertThat(events).hasSize(1000);
    for (int i = 0; i < 1000; i++) {
      String text = ("text " + i).repeat(i % 50);
      assertThat(events.get(i)).isEqualTo(SpanEvent.of("e" + i, i, Map.of("value", text)));
    }
  }

  @Test
  void processorsSeeAndReplaceEventsOfTexts() {
    Mlflow.configure(
        span ->
            span.setEvents(
                List.of(SpanEvent.of("seen", 1, Map.of("events", span.events().toString())))));
    try (var span = Mlflow.startSpan("s")) {
      byte[] text = {'h', 'i'};
      addText(span, "piece", 7, "value", text, 0, 2);
    }
    assertThat(span().events())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.attributes().get("events").toString())
                    .isEqualTo(
                        List.of(SpanEvent.of("piece", 7, Map.of("value", "hi"))).toString()));
  }

  @Test
  void aTextThatTheArrayDoesNotHoldIsRefused() {
    try (var span = Mlflow.startSpan("s")) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> addText(span, "e", 1, "value", new byte[3], 2, 2));
    }
  }

  @Test
  void aGivenTimeIsKeptToTheNanosecond() {
    Instant time = Instant.parse("2025-01-02T03:04:05.678901234Z");
    try (var span = Mlflow.startSpan("s")) {
      span.addEvent(SpanEvent.of("a", time, Map.of("checkpoint_id", "ckpt_123")));
      span.addEvent(SpanEvent.of("b", 1_735_787_045_678_901_235L, Map.of()));
      span.addEvent(SpanEvent.of("c", 0, Map.of("foo", "bar")));
    }
    assertThat(span().events())
        .extracting(SpanEvent::timestamp)
        .containsExactly(1_735_787_045_678_901_234L, 1_735_787_045_678_901_235L, 0L);
    assertThat(span().events().get(2).attributes()).containsExactly(Map.entry("foo", "bar"));
  }

  @Test
  void anEventOfAnExceptionHasItsThreeAttributes() {
    try (var span = Mlflow.startSpan("s")) {
      Mlflow.getCurrentActiveSpan()
          .addEvent(
              SpanEvent.fromException(
                  new IllegalStateException("outer", new RuntimeException("inner"))));
    }
    SpanEvent event = span().events().get(0);
    assertThat(event.name()).isEqualTo("exception");
    assertThat(event.attributes())
        .containsOnlyKeys("exception.message", "exception.type", "exception.stacktrace");
    assertThat(event.attributes().get("exception.stacktrace").toString())
        .contains("Caused by: java.lang.RuntimeException: inner");
    assertThat(span().status().description()).isEmpty();
  }

  @Test
  void linksPointToOtherSpans() {
    LiveSpan other = Mlflow.startSpanNoContext("other");
    try (var span = Mlflow.startSpan("s")) {
      span.addLink(other);
      span.addLink(new Link("tr-00000000000000000000000000000001", "0000000000000002"));
    }
    other.end();
    Span span =
        traces().stream()
            .map(t -> t.data().spans().get(0))
            .filter(s -> s.name().equals("s"))
            .findFirst()
            .orElseThrow();
    assertThat(span.links())
        .extracting(Link::spanId)
        .containsExactly(other.spanId(), "0000000000000002");
    assertThat(span.links().get(0).traceId()).isEqualTo(other.traceId());
  }
}

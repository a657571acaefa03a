package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spanloom.entities.Link;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
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
    int[] places = {from, from + length};
    span.addTextEvents(index -> name, new long[] {time}, key, TextTemplate.WHOLE, utf8, places, 1);
  }

  @Test
  void textsOfOneArrayAreAddedTogether() {
    byte[] utf8 = "one two".getBytes(StandardCharsets.UTF_8);
    try (var span = Mlflow.startSpan("s")) {
      int[] places = {0, 3, 4, 7, 9, 9}; // and more room than is used
      span.addTextEvents(
          index -> "piece." + (7 + index),
          new long[] {5, 6},
          "value",
          TextTemplate.WHOLE,
          utf8,
          places,
          2);
    }
    assertThat(span().events())
        .containsExactly(
            SpanEvent.of("piece.7", 5, Map.of("value", "one")),
            SpanEvent.of("piece.8", 6, Map.of("value", "two")));
  }

  @Test
  void textsAreWhatTheyHaveInCommonAndTheirPieces() {
    TextTemplate greeting = template("<", "é, ", ">");
    byte[] utf8 = "hello Ann, Bo, Zoë".getBytes(StandardCharsets.UTF_8);
    int[] places = {0, 5, 6, 9, 0, 2, 11, 13, 9, 9, 15, utf8.length};
    long[] times = {1, 1, 1};
    try (var span = Mlflow.startSpan("s")) {
      span.addTextEvents(index -> "e" + index, times, "value", greeting, utf8, places, 3);
      Arrays.fill(utf8, (byte) '?'); // a reader fills its array again
      Arrays.fill(places, 0);
      Arrays.fill(times, 2);
      span.addTextEvents(index -> "none", times, "value", template("same"), utf8, places, 2);
      span.addEvent(SpanEvent.of("other", 3, Map.of()));
      Arrays.fill(times, 4);
      span.addTextEvents(index -> "last", times, "value", template("a", "b"), utf8, places, 1);
      assertThat(span.events()).hasSize(7);
    }
    assertThat(span().events())
        .containsExactly(
            SpanEvent.of("e0", 1, Map.of("value", "<helloé, Ann>")),
            SpanEvent.of("e1", 1, Map.of("value", "<heé, Bo>")),
            SpanEvent.of("e2", 1, Map.of("value", "<é, Zoë>")),
            SpanEvent.of("none", 2, Map.of("value", "same")),
            SpanEvent.of("none", 2, Map.of("value", "same")),
            SpanEvent.of("other", 3, Map.of()),
            SpanEvent.of("last", 4, Map.of("value", "ab")));
  }

  @Test
  void namesAreNumberedOnWhileTheyAreOfOneObject() {
    IntFunction<String> names = index -> "piece." + index;
    byte[] utf8 = "x".getBytes(StandardCharsets.UTF_8);
    int[] places = {0, 1, 0, 1};
    long[] times = new long[2];
    try (var span = Mlflow.startSpan("s")) {
      for (int i = 0; i < 600; i += 2) {
        times[0] = i;
        times[1] = i + 1;
        TextTemplate template = i < 300 ? TextTemplate.WHOLE : template("(", ")");
        span.addTextEvents(names, times, "value", template, utf8, places, 2);
      }
      span.addTextEvents(index -> "other." + index, times, "value", template("o"), utf8, places, 1);
      span.addTextEvents(names, times, "value", TextTemplate.WHOLE, utf8, places, 1);
    }
    List<SpanEvent> events = span().events();
    assertThat(events).hasSize(602);
    for (int i = 0; i < 600; i++) {
      Map<String, String> value = Map.of("value", i < 300 ? "x" : "(x)");
      assertThat(events.get(i)).isEqualTo(SpanEvent.of("piece." + i, i, value));
    }
    assertThat(events.get(600)).isEqualTo(SpanEvent.of("other.0", 598, Map.of("value", "o")));
    assertThat(events.get(601)).isEqualTo(SpanEvent.of("piece.0", 598, Map.of("value", "x")));
  }

  @Test
  void namesAreNumberedOnBehindAnotherEvent() {
    IntFunction<String> names = index -> "piece." + index;
    byte[] utf8 = "x".getBytes(StandardCharsets.UTF_8);
    int[] places = {0, 1, 0, 1};
    try (var span = Mlflow.startSpan("s")) {
      for (int i = 0; i < 6; i += 2) {
        span.addTextEvents(names, new long[2], "value", TextTemplate.WHOLE, utf8, places, 2);
        span.addEvent("other");
      }
    }
    assertThat(span().events())
        .extracting(SpanEvent::name)
        .containsExactly(
            "piece.0", "piece.1", "other", "piece.2", "piece.3", "other", "piece.4", "piece.5",
            "other");
  }

  private static TextTemplate template(String... literals) {
    return TextTemplate.of(
        Stream.of(literals).map(literal -> literal.getBytes(StandardCharsets.UTF_8)).toList());
  }

  @Test
  void piecesOfAnyLengthAreKept() {
    int[] lengths = {0, 1, 253, 254, 255, 256, 240, 5, 15_000, 16_384, 70_000, 3};
    byte[] utf8 = "0123456789".repeat(7000).getBytes(StandardCharsets.UTF_8);
    TextTemplate template = template("(", ")");
    try (var span = Mlflow.startSpan("s")) {
      for (int i = 0; i < 20 * lengths.length; i++) {
        int[] places = {i % 10, i % 10 + Math.min(lengths[i % lengths.length], 69_990)};
        span.addTextEvents(index -> "e", new long[] {1}, "value", template, utf8, places, 1);
      }
    }
    List<SpanEvent> events = span().events();
    assertThat(events).hasSize(20 * lengths.length);
    String text = new String(utf8, StandardCharsets.UTF_8);
    for (int i = 0; i < events.size(); i++) {
      int length = Math.min(lengths[i % lengths.length], 69_990);
      String expected = "(" + text.substring(i % 10, i % 10 + length) + ")";
      assertThat(events.get(i)).isEqualTo(SpanEvent.of("e", 1, Map.of("value", expected)));
    }
  }

  @Test
  void eventsBeyondTheLimitAreCountedWhereverTheyComeFrom() {
    setting("spanloom.span.max-events", 3);
    byte[] utf8 = "abcd".getBytes(StandardCharsets.UTF_8);
    int[] places = {0, 1, 1, 2, 2, 3, 3, 4};
    try (var span = Mlflow.startSpan("s")) {
      span.addEvent("first");
      long[] times = {1, 1, 1, 1};
      span.addTextEvents(index -> "e" + index, times, "value", TextTemplate.WHOLE, utf8, places, 4);
      span.addTextEvents(index -> "late", times, "value", TextTemplate.WHOLE, utf8, places, 1);
    }
    assertThat(span().events()).extracting(SpanEvent::name).containsExactly("first", "e0", "e1");
    assertThat(span().dropped().events()).isEqualTo(3);
  }

  @Test
  void namesThatCannotBeHadAreEmpty() {
    byte[] utf8 = "ab".getBytes(StandardCharsets.UTF_8);
    int[] places = {0, 1, 1, 2};
    IntFunction<String> names =
        index -> {
          if (index == 0) {
            return null;
          }
          throw new IllegalStateException("no name");
        };
    try (var span = Mlflow.startSpan("s")) {
      span.addTextEvents(names, new long[] {1, 1}, "value", TextTemplate.WHOLE, utf8, places, 2);
    }
    assertThat(span().events())
        .containsExactly(
            SpanEvent.of("", 1, Map.of("value", "a")), SpanEvent.of("", 1, Map.of("value", "b")));
  }

  @Test
  void placesThatAreNoneAreRefused() {
    byte[] utf8 = new byte[4];
    try (var span = Mlflow.startSpan("s")) {
      TextTemplate two = template("", "", "");
      long[] time = {1};
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> span.addTextEvents(i -> "e", time, "value", two, utf8, new int[2], 1));
      TextTemplate one = TextTemplate.WHOLE;
      int[] beyond = {0, 5};
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> span.addTextEvents(i -> "e", time, "value", one, utf8, beyond, 1));
      int[] places = {0, 1, 1, 2};
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> span.addTextEvents(i -> "e", time, "value", one, utf8, places, 2));
    }
    assertThat(span().events()).isEmpty();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> TextTemplate.of(List.of()))
        .withMessageContaining("no literals");
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

package dev.spanloom.autolog.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static final String EVENTS =
      """
      : a comment
      data: {"text":"one"}

      data: {"text":"two"}\r
      \r
      event: named
      data:{"text":"thrée 😀"}

      data: {"text":
      data: "four"}

      data: no JSON

      data: {"other":1,"text":"five"}

      data: {"other":1,"text":"sëven"}

      data: {"other":1,"text":"eight"}

      data: {"other":1,"text":""}

      data: {"other":1,"text":"in two
      data: lines"}

      data: {"other":1,"text":"a \\"quoted\\" word"}

      data: {"other":1,"text":"nine"}
      data:

      data: {"other":2,"text":"ten"}

      event: named
      data: {"other":2,"text":"eleven"}

      data: {"sequence_number":9,"text":"a","obfuscation":"xyz"}

      data: {"sequence_number":10,"text":"bé","obfuscation":""}

      data: {"sequence_number":11,"text":"","obfuscation":"x"}

      data: [DONE]

      data: {"text":"six"}
      """;

  /** Notes what it is given; what grows is noted with what it grows from. */
  private static final class Noted implements StreamReducer {
    private final List<String> texts = new ArrayList<>();

    @Override
    public void add(Map<String, @Nullable Object> event) {
      texts.add(String.valueOf(event.get("text")));
    }

    @Override
    public String growingKey() {
      return "text";
    }

    @Override
    public void grow(String piece) {
      int last = texts.size() - 1;
      texts.set(last, texts.get(last) + piece);
    }

    @Override
    public Map<String, @Nullable Object> answer() {
      return Map.of();
    }

    @Override
    public boolean isComplete() {
      return false;
    }
  }

  private static ModelCall call() {
    return ModelCall.start(
        new ModelOperation("Stream", SpanType.LLM, null, null),
        CallContext.current(),
        AutologOptions.DEFAULT);
  }

  @Test
  void eventsAreTheSameInWhateverPiecesTheyCome() {
    byte[] bytes = EVENTS.getBytes(StandardCharsets.UTF_8);
    for (int size = 1; size <= bytes.length; size++) {
      ModelCall call = call();
      Noted noted = new Noted();
      EventStream stream = new EventStream(call, noted);
      accept(stream, bytes, size);
      stream.finish();

      assertThat(stream.reducer()).isSameAs(noted);
      assertThat(String.join("", noted.texts))
          .as("pieces of %s bytes", size)
          .isEqualTo("onetwothrée 😀fourfivesëveneighta \"quoted\" wordninetenelevenabésix");
      assertThat(call.span().events())
          .as("pieces of %s bytes", size)
          .extracting(SpanEvent::attributes)
          .extracting(attributes -> attributes.get("mlflow.chunk.value"))
          .containsExactly(
              "{\"text\":\"one\"}",
              "{\"text\":\"two\"}",
              "{\"text\":\"thrée 😀\"}",
              "{\"text\":\n\"four\"}",
              "no JSON",
              "{\"other\":1,\"text\":\"five\"}",
              "{\"other\":1,\"text\":\"sëven\"}",
              "{\"other\":1,\"text\":\"eight\"}",
              "{\"other\":1,\"text\":\"\"}",
              "{\"other\":1,\"text\":\"in two\nlines\"}",
              "{\"other\":1,\"text\":\"a \\\"quoted\\\" word\"}",
              "{\"other\":1,\"text\":\"nine\"}\n",
              "{\"other\":2,\"text\":\"ten\"}",
              "{\"other\":2,\"text\":\"eleven\"}",
              "{\"sequence_number\":9,\"text\":\"a\",\"obfuscation\":\"xyz\"}",
              "{\"sequence_number\":10,\"text\":\"bé\",\"obfuscation\":\"\"}",
              "{\"sequence_number\":11,\"text\":\"\",\"obfuscation\":\"x\"}",
              "{\"text\":\"six\"}");
      call.completed(null, ModelAnswer.NONE);
    }
  }

  @Test
  void manyEventsAreTheSameInReadsOfAnySize() {
    StringBuilder events = new StringBuilder();
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      String piece = i % 7 == 0 ? "größer " + i : "w" + i % 10;
      String event =
          "{\"id\":\"stream-1\",\"model\":\"any\",\"sequence_number\":%d,\"text\":\"%s\",\"n\":null}"
              .formatted(i, piece);
      events.append("data: ").append(event).append("\n\n");
      text.append(piece);
      expected.add(event);
    }
    byte[] bytes = events.append("data: [DONE]\n\n").toString().getBytes(StandardCharsets.UTF_8);
    for (int size : new int[] {1, 70, 100, 8192, 40_000, 100_000, bytes.length}) {
      ModelCall call = call();
      Noted noted = new Noted();
      EventStream stream = new EventStream(call, noted);
      accept(stream, bytes, size);
      stream.finish();

      assertThat(stream.reducer()).isSameAs(noted);
      assertThat(String.join("", noted.texts))
          .as("reads of %s bytes", size)
          .isEqualTo(text.toString());
      assertThat(stream.isComplete()).isTrue();
      List<SpanEvent> kept = call.span().events();
      assertThat(kept)
          .as("reads of %s bytes", size)
          .extracting(event -> event.attributes().get("mlflow.chunk.value"))
          .isEqualTo(expected);
      assertThat(kept).extracting(SpanEvent::timestamp).isSorted();
      assertThat(kept.get(2999).name()).isEqualTo("mlflow.chunk.item.2999");
      call.completed(null, ModelAnswer.NONE);
    }
  }

  private final ModelCall call = call();
  private final Noted noted = new Noted();
  private final EventStream stream = new EventStream(call, noted);

  @AfterEach
  void end() {
    call.completed(null, ModelAnswer.NONE);
  }

  private void come(String... events) {
    for (String event : events) {
      byte[] bytes =
          ("data: " + event.replace('\'', '"') + "\n\n").getBytes(StandardCharsets.UTF_8);
      stream.accept(bytes, 0, bytes.length);
    }
  }

  @Test
  void whatComesLastIsReadWhenTheAnswerIsAskedFor() {
    come("{'text':'a'}", "{'text':'b'}", "{'text':'c'}", "{'stop':1}", "{'usage':2}", "[DONE]");
    stream.finish();
    assertThat(noted.texts).containsExactly("a");
    assertThat(stream.isComplete()).isTrue();
    assertThat(stream.answerBytes()).isGreaterThan(20);
    assertThat(call.span().events()).hasSize(5);

    assertThat(stream.reducer()).isSameAs(noted);
    assertThat(noted.texts).containsExactly("abc", "null", "null");
    assertThat(stream.reducer()).isSameAs(noted);
    assertThat(noted.texts).hasSize(3);
  }

  @Test
  void eventsThatComeOneByOneKeepTheirTimesAndNumbers() throws Exception {
    come("{'text':'0'}");
    for (int i = 1; i < 100; i++) {
      if (i % 33 == 0) {
        Thread.sleep(2);
      }
      come("{'text':'" + i + "'}");
    }
    assertThat(call.span().events()).hasSizeBetween(97 - 32, 100); // the last ones are held
    assertThat(stream.reducer()).isSameAs(noted);

    List<SpanEvent> events = call.span().events();
    assertThat(events).hasSize(100);
    for (int i = 0; i < 100; i++) {
      SpanEvent event = events.get(i);
      assertThat(event.name()).isEqualTo("mlflow.chunk.item." + i);
      assertThat(event.attributes()).containsValue("{\"text\":\"" + i + "\"}");
    }
    assertThat(events).extracting(SpanEvent::timestamp).isSorted();
    for (int i = 33; i < 100; i += 33) {
      assertThat(events.get(i).timestamp() - events.get(i - 1).timestamp())
          .isGreaterThanOrEqualTo(2_000_000);
    }
  }

  @Test
  void aSlowStreamIsToldOfAfterAQuarterOfASecond() throws Exception {
    come("{'text':'a'}", "{'text':'b'}");
    assertThat(call.span().events()).hasSize(1);
    Thread.sleep(260);
    come("{'text':'c'}");
    assertThat(call.span().events()).hasSize(3);
  }

  @Test
  void anEventThatMayTellOfAnErrorIsReadAtOnceWithAllBeforeIt() {
    come("{'text':'a'}", "{'text':'b'}", "{'other':1}", "{'error':{'message':'no'}}");

    assertThat(noted.texts).containsExactly("ab", "null", "null");
  }

  @Test
  void eventsOfAnotherShapeAreReadOnceThereAreMany() {
    come("{'text':'a'}", "{'text':'b'}");
    for (int i = 0; i < 4; i++) {
      come("{'n':" + i + ",'text':'" + i + "'}");
    }
    assertThat(noted.texts).containsExactly("a");
    come("{'n':4,'text':'4'}");
    assertThat(noted.texts).containsExactly("ab", "0", "1", "2", "3", "4");
    come("{'n':4,'text':'5'}", "{'n':4,'text':'6'}", "{'text':'c'}");

    assertThat(stream.reducer()).isSameAs(noted);
    assertThat(noted.texts).containsExactly("ab", "0", "1", "2", "3", "456", "c");
  }

  @Test
  void aLongEventDoesNotWait() {
    come("{'text':'a'}", "{'text':'b'}", "{'n':1,'text':'" + "x".repeat(5_000) + "'}");

    assertThat(noted.texts).hasSize(2);
  }

  @Test
  void anAnswerGrowsInSteps() {
    String text = "x".repeat(1_000);
    for (int i = 0; i < 40; i++) {
      come("{'text':'" + text + "'}");
    }

    assertThat(noted.texts.get(0)).hasSizeBetween(20_000, 40_000);
    assertThat(stream.reducer()).isSameAs(noted);
    assertThat(noted.texts).containsExactly(text.repeat(40));
  }

  /** As a reader does, which fills one array again and again. */
  private static void accept(EventStream stream, byte[] bytes, int size) {
    byte[] buffer = new byte[size];
    for (int from = 0; from < bytes.length; from += size) {
      int count = Math.min(size, bytes.length - from);
      Arrays.fill(buffer, (byte) '?');
      System.arraycopy(bytes, from, buffer, 0, count);
      stream.accept(buffer, 0, count);
    }
  }
}

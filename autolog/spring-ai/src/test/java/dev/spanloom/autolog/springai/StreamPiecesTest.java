package dev.spanloom.autolog.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Streams of a client with our advisor. */
class StreamPiecesTest extends Tracing {
  private static final ChatCompletionsWire WIRE = new ChatCompletionsWire();
  private static final String[] PIECES = {"It ", "is ", "blue."};

  private Flux<String> stream(AutologOptions options) {
    ObservationRegistry registry = Registries.tracing(new SpringAiObservationHandler(options));
    return Models.client(Models.chat(provider.url(), "key", registry), registry)
        .defaultAdvisors(new SpringAiStreamAdvisor())
        .build()
        .prompt("Which colour?")
        .stream()
        .content()
        .filter(text -> !text.isEmpty());
  }

  @Test
  void piecesAreCountedAndBecomeEvents() {
    provider.reply(WIRE.stream(PIECES, 23, 7));

    assertThat(String.join("", stream(AutologOptions.DEFAULT).collectList().block()))
        .isEqualTo("It is blue.");

    waitForEnds("ChatModel", "ChatClient.stream");
    Trace trace = onlyTrace();
    Span model = named(trace, "ChatModel");
    assertThat(trace.data().spans()).extracting(Span::name).doesNotContain("Spanloom");
    assertThat(model.attribute("spanloom.stream.chunks")).isEqualTo(3L);
    assertThat(model.attribute("spanloom.stream.time_to_first_chunk_ms"))
        .isInstanceOf(Number.class);
    assertThat(model.events())
        .filteredOn(event -> event.name().startsWith("mlflow.chunk.item."))
        .hasSize(3);
    assertThat(model.outputs().toString()).contains("It is blue.");
  }

  @Test
  void aStreamThatIsCancelledHasWhatCameSoFar() {
    CountDownLatch gate = new CountDownLatch(1);
    provider.reply(WIRE.stream(PIECES, 23, 7).waitingFor(gate));

    assertThat(stream(AutologOptions.DEFAULT).take(1).blockLast()).isEqualTo("It ");
    gate.countDown();

    waitForEnds("ChatModel", "ChatClient.stream");
    Span model = named(onlyTrace(), "ChatModel");
    assertThat(model.attribute("spanloom.stream.cancelled")).isEqualTo(true);
    assertThat(model.outputs().toString()).contains("It ");
    assertThat(model.status().statusCode()).isEqualTo(SpanStatusCode.OK);
  }

  @Test
  void aStreamThatBreaksOffHasWhatCameSoFar() {
    provider.reply(WIRE.stream(PIECES, 23, 7).brokenAfter(2));

    assertThatThrownBy(() -> stream(AutologOptions.DEFAULT).blockLast()).isNotNull();

    waitForEnds("ChatModel", "ChatClient.stream");
    Span model = named(onlyTrace(), "ChatModel");
    assertThat(model.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(model.outputs().toString()).contains("It ");
  }

  @Test
  void withoutContentPiecesAreOnlyCounted() {
    provider.reply(WIRE.stream(PIECES, 23, 7));

    var unused = stream(AutologOptions.DEFAULT.withContent(false)).collectList().block();

    waitForEnds("ChatModel", "ChatClient.stream");
    Span model = named(onlyTrace(), "ChatModel");
    assertThat(model.attribute("spanloom.stream.chunks")).isEqualTo(3L);
    assertThat(model.attributes() + model.events().toString()).doesNotContain("blue");
  }
}

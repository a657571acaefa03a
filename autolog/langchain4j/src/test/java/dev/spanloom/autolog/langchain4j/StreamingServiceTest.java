package dev.spanloom.autolog.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** AI services that stream, and what streams do on threads of the library. */
class StreamingServiceTest extends TracedTest {
  private static final String[] PIECES = {"It ", "is ", "blue."};

  interface Assistant {
    TokenStream chat(String message);
  }

  private static CompletableFuture<ChatResponse> start(TokenStream stream) {
    CompletableFuture<ChatResponse> done = new CompletableFuture<>();
    stream
        .onPartialResponse(piece -> Mlflow.startSpan("piece").close())
        .onCompleteResponse(done::complete)
        .onError(done::completeExceptionally)
        .start();
    return done;
  }

  @Test
  void aStreamIsATraceUntilItsEnd() throws Exception {
    provider.reply(wire.stream(PIECES, 23, 7));

    try (LiveSpan span = Mlflow.startSpan("around")) {
      TokenStream stream = AiServices.create(Assistant.class, streamingModel).chat("Which colour?");
      start(stream).get(30, TimeUnit.SECONDS);
      assertThat(Mlflow.getCurrentActiveSpan().spanId()).isEqualTo(span.spanId());
    }

    Span root = named("Assistant.chat");
    assertThat(root.parentId()).isEqualTo(named("around").spanId());
    assertThat(root.outputs()).isEqualTo("It is blue.");
    Span call = named("OpenAiStreamingChatModel");
    assertThat(call.parentId()).isEqualTo(root.spanId());
    assertThat(call.tokenUsage().orElseThrow().outputTokens()).isEqualTo(7);
    assertThat(call.attribute("spanloom.stream.chunks")).isEqualTo(3L);
    // what the program does with the pieces is where it called the service
    assertThat(spans())
        .filteredOn(span -> span.name().equals("piece"))
        .hasSize(3)
        .allSatisfy(span -> assertThat(span.parentId()).isEqualTo(named("around").spanId()));
    assertThat(ServiceCalls.size()).isZero();
  }

  @Test
  void toolsOfAStreamAreBelowItsService() throws Exception {
    provider.reply(
        wire.streamedToolCalls(
            ChatCompletionsWire.call(0, "weather", "{\"arg0\":\"Graz\",\"city\":\"Graz\"}")),
        wire.stream(new String[] {"Take an ", "umbrella."}, 40, 5));

    ChatResponse response =
        start(
                AiServices.builder(Assistant.class)
                    .streamingChatModel(streamingModel)
                    .tools(new ToolsTest.Weather())
                    .build()
                    .chat("Is it raining?"))
            .get(30, TimeUnit.SECONDS);

    assertThat(response.aiMessage().text()).isEqualTo("Take an umbrella.");
    Trace trace =
        traces().stream()
            .filter(one -> one.data().spans().get(0).name().equals("Assistant.chat"))
            .findFirst()
            .orElseThrow();
    assertThat(trace.data().spans())
        .extracting(Span::name)
        .containsExactly(
            "Assistant.chat",
            "OpenAiStreamingChatModel",
            "weather",
            "look at the sky",
            "OpenAiStreamingChatModel");
    assertThat(trace.data().spans().get(3).parentId())
        .isEqualTo(trace.data().spans().get(2).spanId());
  }

  @Test
  void toolsOfAStreamThatRunAtTheSameTimeAreBelowItsService() throws Exception {
    provider.reply(
        wire.streamedToolCalls(
            ChatCompletionsWire.call(0, "left", "{}"), ChatCompletionsWire.call(1, "right", "{}")),
        wire.stream(new String[] {"They met."}, 1, 1));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      start(
              AiServices.builder(Assistant.class)
                  .streamingChatModel(streamingModel)
                  .tools(new ToolsTest.Meeting())
                  .executeToolsConcurrently(threads)
                  .build()
                  .chat("Let them meet."))
          .get(30, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }

    Trace trace =
        traces().stream()
            .filter(one -> one.data().spans().get(0).name().equals("Assistant.chat"))
            .findFirst()
            .orElseThrow();
    List<Span> spans = trace.data().spans();
    String root = spans.get(0).spanId();
    assertThat(spans)
        .filteredOn(span -> span.spanType().equals("TOOL"))
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.parentId()).isEqualTo(root));
    assertThat(spans)
        .filteredOn(span -> span.spanType().equals("CHAT_MODEL"))
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.parentId()).isEqualTo(root));
  }

  @Test
  void aStreamThatTheProgramCancelsEndsWithWhatCame() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    provider.reply(wire.stream(PIECES, 23, 7).waitingFor(gate));
    CompletableFuture<String> first = new CompletableFuture<>();

    AiServices.create(Assistant.class, streamingModel)
        .chat("Which colour?")
        .onPartialResponseWithContext(
            (piece, context) -> {
              context.streamingHandle().cancel();
              first.complete(piece.text());
            })
        .onCompleteResponse(response -> {})
        .onError(first::completeExceptionally)
        .start();

    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("It ");
    gate.countDown();
    assertThat(spans())
        .hasSize(2)
        .allSatisfy(
            span -> {
              assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.OK);
              assertThat(span.attribute("spanloom.stream.cancelled")).isEqualTo(true);
              assertThat(String.valueOf(span.outputs())).contains("It ");
            });
  }

  @Test
  void aStreamThatFailsFailsItsServiceEvenWhenTheProgramIgnoresErrors() throws Exception {
    provider.reply(wire.error(400, "no such model"));

    AiServices.create(Assistant.class, streamingModel)
        .chat("Which colour?")
        .onPartialResponse(piece -> {})
        .ignoreErrors()
        .start();

    await(() -> endedSpans() == 2);
    assertThat(spans())
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR));
  }

  @Test
  void aStreamThatIsNeverStartedEndsWhenItIsForgotten() {
    forget();

    await(
        () -> {
          System.gc();
          return endedSpans() == 1;
        });
    assertThat(named("Assistant.chat").attributes().toString()).contains("abandoned");
    await(
        () -> {
          System.gc();
          return ServiceCalls.size() == 0;
        });
  }

  private void forget() {
    var unused = AiServices.create(Assistant.class, streamingModel).chat("Which colour?");
  }

  /** A trace that runs is there before its spans. */
  private static long endedSpans() {
    return traces().stream()
        .flatMap(trace -> trace.data().spans().stream())
        .filter(span -> span.endTimeUnixNanos() != null)
        .count();
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  // ---- models of the program

  /** Streams on a thread of its own. */
  private record OwnThread(ExecutorService thread) implements StreamingChatModel {
    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      thread.execute(
          () -> {
            for (String piece : PIECES) {
              try {
                handler.onPartialResponse(piece);
              } catch (RuntimeException e) {
                handler.onError(e);
              }
            }
            handler.onCompleteResponse(
                ChatResponse.builder().aiMessage(AiMessage.from("It is blue.")).build());
          });
    }
  }

  @Test
  void noThreadIsLeftInAScope() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    AtomicReference<String> inCallback = new AtomicReference<>();
    try {
      String around;
      try (LiveSpan span = Mlflow.startSpan("around")) {
        around = span.spanId();
        StreamingChatModelTest.Collected answer =
            new StreamingChatModelTest.Collected((count, piece) -> true) {
              @Override
              public void onPartialResponse(String piece) {
                inCallback.set(Mlflow.getCurrentActiveSpan().spanId());
              }
            };
        LangChain4jTracing.wrap((StreamingChatModel) new OwnThread(thread)).chat("?", answer);
        answer.await();
        assertThat(Mlflow.getCurrentActiveSpan().spanId()).isEqualTo(around);
      }

      assertThat(inCallback).hasValue(around);
      assertThat(thread.submit(() -> Mlflow.getCurrentActiveSpan().isRecording()).get()).isFalse();
      assertThat(Mlflow.getCurrentActiveSpan().isRecording()).isFalse();
    } finally {
      thread.shutdownNow();
    }
    assertThat(tree()).isEqualTo("UNKNOWN around\n  CHAT_MODEL OwnThread\n");
  }

  @Test
  void aHandlerThatThrowsIsToldAsBeforeAndTheAnswerIsRecordedWhole() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    AtomicReference<Throwable> told = new AtomicReference<>();
    CompletableFuture<String> done = new CompletableFuture<>();
    try {
      LangChain4jTracing.wrap((StreamingChatModel) new OwnThread(thread))
          .chat(
              "?",
              new StreamingChatResponseHandler() {
                @Override
                public void onPartialResponse(String piece) {
                  throw new IllegalStateException("I cannot take " + piece);
                }

                @Override
                public void onCompleteResponse(ChatResponse response) {
                  done.complete(response.aiMessage().text());
                }

                @Override
                public void onError(Throwable error) {
                  told.set(error);
                }
              });
      assertThat(done.get(30, TimeUnit.SECONDS)).isEqualTo("It is blue.");
    } finally {
      thread.shutdownNow();
    }

    assertThat(told.get()).isInstanceOf(IllegalStateException.class);
    Span call = named("OwnThread");
    assertThat(call.status().statusCode()).isEqualTo(SpanStatusCode.OK);
    assertThat(call.events()).filteredOn(e -> e.name().equals("handler_exception")).hasSize(3);
    assertThat(String.valueOf(call.outputs())).contains("It is blue.");
  }

  /** Gives a piece, and forgets whom it was for. */
  private static final class Forgetful implements StreamingChatModel {
    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      handler.onPartialResponse(
          new PartialResponse("It "), new PartialResponseContext(new NoHandle()));
    }
  }

  private static final class NoHandle
      implements dev.langchain4j.model.chat.response.StreamingHandle {
    @Override
    public void cancel() {}

    @Override
    public boolean isCancelled() {
      return false;
    }
  }

  @Test
  void aStreamOfWhichNothingMoreComesEndsItsSpan() {
    LangChain4jTracing.wrap((StreamingChatModel) new Forgetful())
        .chat("?", new StreamingChatModelTest.Collected((count, piece) -> true));

    await(
        () -> {
          System.gc();
          return endedSpans() == 1;
        });
    assertThat(named("Forgetful").spanType()).isEqualTo("CHAT_MODEL");
  }

  @Test
  void aModelThatThrowsAtOnceIsAnErrorThatTheProgramGets() {
    IllegalStateException broken = new IllegalStateException("broken");
    StreamingChatModel model =
        LangChain4jTracing.wrap(
            new StreamingChatModel() {
              @Override
              public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                throw broken;
              }
            });

    assertThatThrownBy(
            () -> model.chat("?", new StreamingChatModelTest.Collected((count, piece) -> true)))
        .isSameAs(broken);

    assertThat(spans())
        .singleElement()
        .satisfies(span -> assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR));
  }
}

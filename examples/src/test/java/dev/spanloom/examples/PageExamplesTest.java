package dev.spanloom.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.spanloom.Mlflow;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each program of the page, run against the store in this process and compared with what Python
 * leaves.
 */
class PageExamplesTest {
  @TempDir Path folder;

  private HttpServer model;
  private int status = 200;

  @BeforeEach
  void useAStoreOfItsOwn() {
    Mlflow.reset();
    Mlflow.setTrackingUri("sqlite:" + folder.resolve("traces.db"));
  }

  @AfterEach
  void closeTheStore() {
    Mlflow.reset();
    if (model != null) {
      model.stop(0);
    }
  }

  @Test
  void theBasicSpanIsAsInPython() throws IOException {
    BasicSpan.run();

    assertSameAsGolden("s01_basic_span");
    assertThat(last().data().spans().get(0).outputs()).isEqualTo(3L);
  }

  @Test
  void theEventsAreAsInPython() throws IOException {
    SpanEvents.run();

    assertSameAsGolden("s02_span_events");
    Span span = last().data().spans().get(0);
    long end = span.endTimeUnixNanos() == null ? 0 : span.endTimeUnixNanos();
    assertThat(span.events())
        .extracting(SpanEvent::timestamp)
        .allSatisfy(
            time ->
                assertThat(time).isBetween(span.startTimeUnixNanos() - 2_000_000, end + 1_000_000));
    assertThat(span.events().get(2).attributes().get("exception.stacktrace"))
        .asString()
        .contains("IllegalArgumentException: Invalid input format", "SpanEvents.run");
  }

  @Test
  void theStatusIsAsInPython() throws IOException {
    SpanStatuses.run();

    assertSameAsGolden("s03_span_status");
  }

  @Test
  void statusesAreReadBackFromTheLastTrace() {
    SpanStatuses.run();

    assertThat(printed(SpanStatuses::printStatuses)).isEqualTo("OK\n");
  }

  @Test
  void theExceptionThatEscapesABlockIsAsInPython() throws IOException {
    assertThatThrownBy(EscapingException::run).isInstanceOf(IllegalArgumentException.class);

    assertSameAsGolden("s06_exception_in_span");
    assertThat(printed(EscapingException::printFailure))
        .isEqualTo(
            "ERROR IllegalArgumentException: something went wrong: é✓\n"
                + "exception: java.lang.IllegalArgumentException\n");
  }

  @Test
  void theRetrieverIsAsInPython() throws IOException {
    var returned = Retriever.retrieveDocuments("What is ML?");

    assertSameAsGolden("s04_retriever");
    assertThat(returned).hasSize(2);
    assertThat(returned.get(0)).containsEntry("page_content", "The content of the document...");
  }

  @Test
  void retrievedDocumentsAreReadBack() {
    Retriever.retrieveDocuments("What is ML?");

    assertThat(printed(Retriever::printRetrieved))
        .isEqualTo(
            "Document from path/to/document.md (score: 0.95)\nDocument from path/to/other.md (score: 0.87)\n");
    assertThat(last().searchSpansByType(SpanType.RETRIEVER).get(0).documents().get(0).id())
        .isEqualTo("doc_123");
  }

  @Test
  void theChatTurnIsAsInPython() throws Exception {
    List<String> said = new ArrayList<>();

    new Chat(model(), said::add)
        .chatIteration(Chat.systemMessages(), "What is your favorite color?");

    assertSameAsGolden("s05_chat_iteration");
    assertThat(said).containsExactly("Assistant: My favorite color is blue.");
  }

  @Test
  void inputsAreThoseOfTheMomentWhenTheyWereSet() throws Exception {
    new Chat(model(), text -> {})
        .chatIteration(Chat.systemMessages(), "What is your favorite color?");

    Span user = last().searchSpansByName("User").get(0);
    assertThat(user.inputs()).asString().doesNotContain("favorite color");
  }

  @Test
  void aSessionIsOneTraceOfManyTurns() throws Exception {
    Iterator<String> inputs = List.of("one", "two", "BYE", "never said").iterator();

    new Chat(model(), text -> {}).startSession(inputs::next);

    Trace trace = last();
    Span session = trace.data().root().orElseThrow();
    assertThat(session.name()).isEqualTo("startSession");
    assertThat(trace.searchSpansByName("chatIteration"))
        .hasSize(3)
        .allSatisfy(turn -> assertThat(turn.parentId()).isEqualTo(session.spanId()));
    assertThat(trace.searchSpansByType(SpanType.CHAT_MODEL)).hasSize(3);
    assertThat(trace.info().tokenUsage().orElseThrow().totalTokens()).isEqualTo(90);
  }

  @Test
  void aModelThatFailsMakesEverySpanAroundItAnError() throws Exception {
    status = 500;

    Chat chat = new Chat(model(), text -> {});
    assertThatThrownBy(() -> chat.chatIteration(Chat.systemMessages(), "hello"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("answered 500 (expected: 200)");

    Trace trace = last();
    assertThat(trace.info().state()).isEqualTo(TraceState.ERROR);
    assertThat(trace.searchSpans(span -> span.status().statusCode() == SpanStatusCode.ERROR))
        .extracting(Span::name)
        .containsExactly("chatIteration", "Completions");
    assertThat(trace.searchSpansByName("Completions").get(0).events())
        .extracting(SpanEvent::name)
        .containsExactly("exception");
    assertThat(trace.toJson()).doesNotContain("secret-key");
  }

  @Test
  void anEndpointThatIsNotThereIsNamed() {
    Chat chat = new Chat(new ChatModel("http://127.0.0.1:1/v1", ""), text -> {});

    assertThatThrownBy(() -> chat.chatIteration(Chat.systemMessages(), "hello"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot reach http://127.0.0.1:1/v1 (expected:");
  }

  private void assertSameAsGolden(String scenario) throws IOException {
    assertThat(GoldenComparison.comparable(last()))
        .isEqualTo(GoldenComparison.comparable(GoldenComparison.golden(scenario)));
  }

  private static Trace last() {
    return Mlflow.getTrace(Mlflow.getLastActiveTraceId().orElseThrow()).orElseThrow();
  }

  /** An OpenAI-compatible endpoint that answers as the one did that Python spoke to. */
  private ChatModel model() throws IOException {
    Object answer =
        GoldenComparison.golden("s05_chat_iteration")
            .searchSpansByName("Completions")
            .get(0)
            .outputs();
    byte[] body = new ObjectMapper().writeValueAsBytes(answer);
    model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    model.createContext(
        "/v1/chat/completions",
        exchange -> {
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    model.start();
    return new ChatModel("http://127.0.0.1:" + model.getAddress().getPort() + "/v1", "secret-key");
  }

  private static String printed(Runnable program) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).replace("\r", "");
  }
}

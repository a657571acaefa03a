package dev.spanloom.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.InternalServerException;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.FakeProvider;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.autolog.openai.OpenAiTracing;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  private static final ObjectMapper JSON = new ObjectMapper();

  private FakeProvider model;
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
      model.close();
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
        .isInstanceOf(InternalServerException.class);

    Trace trace = last();
    assertThat(trace.info().state()).isEqualTo(TraceState.ERROR);
    assertThat(trace.searchSpans(span -> span.status().statusCode() == SpanStatusCode.ERROR))
        .extracting(Span::name)
        .containsExactly("chatIteration", "Completions");
    assertThat(trace.searchSpansByName("Completions").get(0).events())
        .extracting(SpanEvent::name)
        .containsExactly("retry", "retry", "exception");
    assertThat(trace.toJson()).doesNotContain("secret-key");
  }

  @Test
  void anAnswerInPiecesIsAsInPython() throws IOException {
    Span golden = GoldenComparison.golden("s05c_openai_stream").data().spans().get(0);
    List<String> events = new ArrayList<>();
    for (SpanEvent event : golden.events()) {
      events.add("data: " + event.attributes().get("mlflow.chunk.value") + "\n\n");
    }
    events.add("data: [DONE]\n\n");
    model = new FakeProvider().reply(Reply.events(events));
    List<String> pieces = new ArrayList<>();

    String answer = new StreamingChat(client(), pieces::add).answer("hi");

    assertThat(answer).isEqualTo("My favorite color is blue.").isEqualTo(String.join("", pieces));
    Span span = last().searchSpansByName("Completions").get(0);
    assertThat(withoutAbsent(span.outputs())).isEqualTo(withoutAbsent(golden.outputs()));
    assertThat(span.tokenUsage())
        .hasValueSatisfying(u -> assertThat(u.totalTokens()).isEqualTo(30));
    assertThat(span.spanType()).isEqualTo(golden.spanType());
    assertThat(span.attribute("mlflow.message.format")).isEqualTo("openai");
    assertThat(span.events())
        .extracting(SpanEvent::name)
        .isEqualTo(golden.events().stream().map(SpanEvent::name).toList());
    for (int i = 0; i < golden.events().size(); i++) {
      assertThat(
              JSON.readTree(
                  String.valueOf(span.events().get(i).attributes().get("mlflow.chunk.value"))))
          .isEqualTo(
              JSON.readTree(
                  String.valueOf(golden.events().get(i).attributes().get("mlflow.chunk.value"))));
    }
  }

  /** Without the fields that are null: Python shows what an answer could have had. */
  private static Object withoutAbsent(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> kept = new TreeMap<>();
      map.forEach(
          (key, one) -> {
            if (one != null) {
              kept.put(key, withoutAbsent(one));
            }
          });
      return kept;
    }
    return value instanceof List<?> list
        ? list.stream().map(PageExamplesTest::withoutAbsent).toList()
        : value;
  }

  private void assertSameAsGolden(String scenario) throws IOException {
    assertThat(GoldenComparison.comparable(last()))
        .isEqualTo(GoldenComparison.comparable(GoldenComparison.golden(scenario)));
  }

  private static Trace last() {
    return Mlflow.getTrace(Mlflow.getLastActiveTraceId().orElseThrow()).orElseThrow();
  }

  /** A client of an endpoint that answers as the one did that Python spoke to. */
  private OpenAIClient model() throws IOException {
    Object answer =
        GoldenComparison.golden("s05_chat_iteration")
            .searchSpansByName("Completions")
            .get(0)
            .outputs();
    model = new FakeProvider().reply(Reply.json(status, JSON.writeValueAsString(answer)));
    return client();
  }

  private OpenAIClient client() {
    return OpenAiTracing.wrap(
        OpenAIOkHttpClient.builder().baseUrl(model.url() + "/v1").apiKey("secret-key").build());
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

package dev.spanloom.examples.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.autolog.contract.FakeProvider;
import dev.spanloom.entities.Document;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each program, run against a provider on loopback and the store in this process. */
class LangChain4jExamplesTest {
  @TempDir Path folder;

  private final ChatCompletionsWire wire = new ChatCompletionsWire();
  private FakeProvider provider;
  private Endpoint endpoint;

  @BeforeEach
  void start() {
    Mlflow.reset();
    Mlflow.setTrackingUri("sqlite:" + folder.resolve("traces.db"));
    provider = new FakeProvider();
    endpoint = new Endpoint(provider.url() + "/v1", "key", "gpt-4o-mini", "some-embeddings");
  }

  @AfterEach
  void stop() {
    provider.close();
    Mlflow.reset();
  }

  private static Trace last() {
    Mlflow.flush();
    return Mlflow.searchTraces().traces().get(0);
  }

  private static List<String> typesAndNames(Trace trace) {
    return trace.data().spans().stream().map(span -> span.spanType() + " " + span.name()).toList();
  }

  @Test
  void anAnswerFromDocumentsShowsTheDocuments() {
    provider.replyBy(
        request ->
            request.path().endsWith("embeddings")
                ? wire.embeddings(1)
                : wire.answer("Two, Phobos and Deimos.", 60, 8));
    Rag rag = new Rag(endpoint);
    rag.add("mars.md", "Mars has two moons, Phobos and Deimos.");

    assertThat(rag.answer("How many moons has Mars?")).isEqualTo("Two, Phobos and Deimos.");

    assertThat(typesAndNames(last()))
        .containsExactly(
            "CHAIN Librarian.answer",
            "CHAIN DefaultRetrievalAugmentor",
            "RETRIEVER EmbeddingStoreContentRetriever",
            "EMBEDDING OpenAiEmbeddingModel",
            "CHAT_MODEL OpenAiChatModel");
    Document document = last().data().spans().get(2).documents().get(0);
    assertThat(document.pageContent()).contains("Phobos");
    assertThat(document.metadata()).containsEntry("doc_uri", "mars.md");
    Span model = last().data().spans().get(4);
    assertThat(String.valueOf(model.inputs())).contains("Phobos", "How many moons");
    assertThat(last().info().tokenUsage()).isPresent();
  }

  @Test
  void anAgentShowsItsTurnsAndTools() {
    provider.reply(
        wire.toolCall("today", "{}"),
        wire.toolCall("daysBetween", "{\"from\":\"2026-11-24\",\"to\":\"2026-12-24\"}"),
        wire.answer("Thirty.", 90, 3));

    assertThat(new ToolAgent(endpoint, LocalDate.of(2026, 11, 24)).plan("How many days?"))
        .isEqualTo("Thirty.");

    assertThat(typesAndNames(last()))
        .containsExactly(
            "AGENT Planner.plan",
            "CHAT_MODEL OpenAiChatModel",
            "TOOL today",
            "CHAT_MODEL OpenAiChatModel",
            "TOOL daysBetween",
            "CHAT_MODEL OpenAiChatModel");
    assertThat(last().data().spans().get(2).outputs()).isEqualTo("2026-11-24");
    assertThat(last().data().spans().get(4).outputs()).isEqualTo("30");
  }
}

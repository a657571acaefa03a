package dev.spanloom.autolog.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.Trace;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.AdvisorChain;
import org.springframework.ai.chat.client.advisor.api.BaseAdvisor;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;

/** Searches in a vector store, alone and in an advisor of a chat client. */
class VectorStoreTest extends Tracing {
  private static final ChatCompletionsWire WIRE = new ChatCompletionsWire();

  private final ObservationRegistry registry =
      Registries.tracing(new SpringAiObservationHandler(AutologOptions.DEFAULT));

  private VectorStore store() {
    provider.replyBy(VectorStoreTest::answer);
    VectorStore store =
        SimpleVectorStore.builder(Models.embedding(provider.url(), "key", registry))
            .observationRegistry(registry)
            .build();
    store.add(
        List.of(
            new Document(
                "doc-1",
                "Leave is 25 days.",
                Map.of("source", "handbook.md", "chunk_index", 3, "team", "people"))));
    return store;
  }

  private static Reply answer(dev.spanloom.autolog.contract.FakeProvider.Request request) {
    return request.path().endsWith("/embeddings")
        ? WIRE.embeddings(1)
        : WIRE.answer("25 days.", 20, 4);
  }

  @Test
  void aSearchIsARetrieverWithMlflowsDocuments() {
    VectorStore store = store();

    try (LiveSpan span = Mlflow.startSpan("around")) {
      assertThat(
              store.similaritySearch(
                  SearchRequest.builder().query("How much leave?").topK(2).build()))
          .hasSize(1);
    }

    Trace trace =
        traces().stream().filter(one -> !all(one, "around").isEmpty()).findFirst().orElseThrow();
    Span search = named(trace, "VectorStore.query");
    assertThat(search.spanType()).isEqualTo(SpanType.RETRIEVER);
    assertThat(search.parentId()).isEqualTo(named(trace, "around").spanId());
    assertThat(search.inputs().toString()).contains("How much leave?");
    assertThat(search.attribute("top_k")).isEqualTo(2L);
    assertThat(search.outputs()).isInstanceOf(List.class);
    Map<?, ?> document = (Map<?, ?>) ((List<?>) search.outputs()).get(0);
    assertThat(document.get("page_content")).isEqualTo("Leave is 25 days.");
    assertThat(document.get("id")).isEqualTo("doc-1");
    assertThat(((Map<?, ?>) document.get("metadata")).toString())
        .contains("doc_uri=handbook.md", "chunk_id=3", "team=people", "relevance_score=");
    Span embedding = named(trace, "EmbeddingModel");
    assertThat(embedding.spanType()).isEqualTo(SpanType.EMBEDDING);
    assertThat(embedding.parentId()).isEqualTo(search.spanId());
    assertThat(embedding.outputs().toString()).contains("dimensions=3");
    assertThat(embedding.tokenUsage().orElseThrow().inputTokens()).isEqualTo(5);
  }

  @Test
  void documentsThatAreAddedAreATaskWithTheirEmbedding() {
    store();

    Trace trace =
        traces().stream()
            .filter(one -> !all(one, "VectorStore.add").isEmpty())
            .findFirst()
            .orElseThrow();
    Span added = named(trace, "VectorStore.add");
    assertThat(added.spanType()).isEqualTo(SpanType.TASK);
    assertThat(named(trace, "EmbeddingModel").parentId()).isEqualTo(added.spanId());
  }

  @Test
  void retrievalOfAnAdvisorIsBelowIt() {
    VectorStore store = store();
    ChatClient client =
        Models.client(Models.chat(provider.url(), "key", registry), registry)
            .defaultAdvisors(new Retrieval(store))
            .build();

    assertThat(client.prompt("How much leave?").call().content()).isEqualTo("25 days.");

    Trace trace =
        traces().stream()
            .filter(one -> !all(one, "ChatClient.call").isEmpty())
            .findFirst()
            .orElseThrow();
    Span advisor = named(trace, "Retrieval");
    assertThat(named(trace, "VectorStore.query").parentId()).isEqualTo(advisor.spanId());
    assertThat(isBelow(trace, named(trace, "ChatModel"), advisor)).isTrue();
    assertThat(named(trace, "ChatModel").inputs().toString()).contains("Leave is 25 days.");
  }

  /** Puts what the store knows before the question. */
  private record Retrieval(VectorStore store) implements BaseAdvisor {
    @Override
    public ChatClientRequest before(ChatClientRequest request, AdvisorChain chain) {
      String question = request.prompt().getUserMessage().getText();
      String known = store.similaritySearch(question).get(0).getText();
      return request
          .mutate()
          .prompt(request.prompt().augmentUserMessage(known + "\n" + question))
          .build();
    }

    @Override
    public ChatClientResponse after(ChatClientResponse response, AdvisorChain chain) {
      return response;
    }

    @Override
    public int getOrder() {
      return 0;
    }
  }
}

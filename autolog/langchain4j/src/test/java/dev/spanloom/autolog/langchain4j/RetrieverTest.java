package dev.spanloom.autolog.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.rag.query.router.DefaultQueryRouter;
import dev.langchain4j.rag.query.transformer.CompressingQueryTransformer;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retrievers, embedding models and stores; alone and in AI services. */
class RetrieverTest extends TracedTest {
  interface Assistant {
    Result<String> chat(String message);
  }

  private final InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
  private EmbeddingModel embeddings;

  @BeforeEach
  void fill() {
    embeddings = Models.embedding(provider.url());
    store.add(
        "id-1",
        Embedding.from(new float[] {1, 0.5f, 0.25f}),
        TextSegment.from(
            "The sky is blue.", Metadata.from(Map.of("source", "sky.md", "index", "3"))));
    store.add(
        "id-2",
        Embedding.from(new float[] {0, 0, 1}),
        TextSegment.from("Grass is green.", Metadata.from(Map.of("file_name", "grass.md"))));
    provider.replyBy(
        request ->
            request.path().endsWith("embeddings")
                ? wire.embeddings(1)
                : wire.answer("Blue.", 50, 2));
  }

  private ContentRetriever retriever(EmbeddingStore<TextSegment> from, EmbeddingModel by) {
    return EmbeddingStoreContentRetriever.builder()
        .embeddingStore(from)
        .embeddingModel(by)
        .maxResults(2)
        .build();
  }

  @Test
  void aRetrievalIsASpanWithDocuments() {
    List<Content> found =
        LangChain4jTracing.wrap(retriever(store, embeddings)).retrieve(Query.from("Which colour?"));

    assertThat(found).hasSize(2);
    Span span = named("EmbeddingStoreContentRetriever");
    assertThat(span.spanType()).isEqualTo("RETRIEVER");
    assertThat(String.valueOf(span.inputs())).contains("Which colour?");
    List<dev.spanloom.entities.Document> documents = span.documents();
    assertThat(documents).hasSize(2);
    assertThat(documents.get(0).pageContent()).isEqualTo("The sky is blue.");
    assertThat(documents.get(0).id()).isEqualTo("id-1");
    assertThat(documents.get(0).metadata())
        .containsEntry("doc_uri", "sky.md")
        .containsEntry("chunk_id", "3")
        .containsEntry("source", "sky.md")
        .hasEntrySatisfying(
            "relevance_score", score -> assertThat((Double) score).isGreaterThan(0.9));
    assertThat(documents.get(1).metadata())
        .containsEntry("doc_uri", "grass.md")
        .containsEntry("chunk_id", "id-2");
  }

  @Test
  void whatARetrieverUsesIsBelowIt() {
    LangChain4jTracing.wrap(
            retriever(LangChain4jTracing.wrap(store), LangChain4jTracing.wrap(embeddings)))
        .retrieve(Query.from("Which colour?"));

    assertThat(tree())
        .isEqualTo(
            """
            RETRIEVER EmbeddingStoreContentRetriever
              EMBEDDING OpenAiEmbeddingModel
              RETRIEVER InMemoryEmbeddingStore.search
            """);
    Span embedded = named("OpenAiEmbeddingModel");
    assertThat(String.valueOf(embedded.inputs())).contains("Which colour?");
    assertThat(String.valueOf(embedded.outputs())).contains("3").doesNotContain("0.25");
    assertThat(embedded.tokenUsage().orElseThrow().inputTokens()).isEqualTo(5);
    assertThat(named("InMemoryEmbeddingStore.search").documents()).hasSize(2);
  }

  @Test
  void aRetrieverThatFailsIsAnError() {
    IllegalStateException broken = new IllegalStateException("no index");
    ContentRetriever retriever =
        LangChain4jTracing.wrap(
            (ContentRetriever)
                query -> {
                  throw broken;
                });

    assertThatThrownBy(() -> retriever.retrieve(Query.from("?"))).isSameAs(broken);

    assertThat(spans())
        .singleElement()
        .satisfies(span -> assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR));
  }

  @Test
  void whatIsAddedToAStoreIsCounted() {
    EmbeddingStore<TextSegment> traced = LangChain4jTracing.wrap(store);
    try (LiveSpan span = Mlflow.startSpan("ingest")) {
      traced.addAll(List.of(Embedding.from(new float[] {1, 1, 1})), List.of(TextSegment.from("a")));
      traced.removeAll(List.of("id-1"));
    }

    assertThat(named("InMemoryEmbeddingStore.addAll").attribute("count")).isEqualTo(1L);
    assertThat(named("InMemoryEmbeddingStore.removeAll").spanType()).isEqualTo("TASK");
  }

  @Test
  void theRetrievalOfAServiceIsASpanWithoutALineOfCode() {
    Result<String> result =
        AiServices.builder(Assistant.class)
            .chatModel(model)
            .contentRetriever(retriever(store, embeddings))
            .build()
            .chat("Which colour is the sky?");

    assertThat(result.content()).isEqualTo("Blue.");
    assertThat(tree())
        .isEqualTo(
            """
            CHAIN Assistant.chat
              RETRIEVER DefaultRetrievalAugmentor
              CHAT_MODEL OpenAiChatModel
            """);
    assertThat(named("DefaultRetrievalAugmentor").documents()).hasSize(2);
    assertThat(String.valueOf(named("Assistant.chat").outputs())).contains("Blue.", "sky.md");
  }

  @Test
  void aWrappedRetrieverOfAServiceIsTheRetrieverOfItsTrace() {
    AiServices.builder(Assistant.class)
        .chatModel(model)
        .contentRetriever(LangChain4jTracing.wrap(retriever(store, embeddings)))
        .build()
        .chat("Which colour is the sky?");

    assertThat(tree())
        .isEqualTo(
            """
            CHAIN Assistant.chat
              CHAIN DefaultRetrievalAugmentor
                RETRIEVER EmbeddingStoreContentRetriever
              CHAT_MODEL OpenAiChatModel
            """);
  }

  @Test
  void retrieversOnThreadsOfTheLibraryAreBelowTheRetrievalOfTheirService() {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      AiServices.builder(Assistant.class)
          .chatModel(model)
          .retrievalAugmentor(
              DefaultRetrievalAugmentor.builder()
                  .queryRouter(
                      new DefaultQueryRouter(
                          LangChain4jTracing.wrap(retriever(store, embeddings)),
                          LangChain4jTracing.wrap(retriever(store, embeddings))))
                  .executor(threads)
                  .build())
          .build()
          .chat("Which colour is the sky?");
    } finally {
      threads.shutdownNow();
    }

    assertThat(tree())
        .isEqualTo(
            """
            CHAIN Assistant.chat
              CHAIN DefaultRetrievalAugmentor
                RETRIEVER EmbeddingStoreContentRetriever
                RETRIEVER EmbeddingStoreContentRetriever
              CHAT_MODEL OpenAiChatModel
            """);
  }

  @Test
  void theModelThatTransformsAQueryIsBelowTheRetrieval() {
    AiServices.builder(Assistant.class)
        .chatModel(model)
        .chatMemory(dev.langchain4j.memory.chat.MessageWindowChatMemory.withMaxMessages(10))
        .retrievalAugmentor(
            DefaultRetrievalAugmentor.builder()
                .queryTransformer(new CompressingQueryTransformer(LangChain4jTracing.wrap(model)))
                .contentRetriever(retriever(store, embeddings))
                .build())
        .build()
        .chat("Which colour is the sky?");

    assertThat(traces()).hasSize(1);
    assertThat(tree()).startsWith("CHAIN Assistant.chat\n  RETRIEVER DefaultRetrievalAugmentor\n");
  }

  @Test
  void withoutContentDocumentsAreNotRecorded() {
    LangChain4jTracing.wrap(
            retriever(store, embeddings),
            dev.spanloom.autolog.AutologOptions.DEFAULT.withContent(false))
        .retrieve(Query.from("Which colour?"));

    assertThat(spans().get(0).attributes().toString())
        .doesNotContain("blue")
        .doesNotContain("Which");
  }
}

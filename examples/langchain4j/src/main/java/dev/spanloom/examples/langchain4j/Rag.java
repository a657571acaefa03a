package dev.spanloom.examples.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.langchain4j.LangChain4jTracing;

/**
 * Retrieval-augmented generation: a retriever finds documents, a model answers from them. The trace
 * of a question has the documents in a RETRIEVER span, and the prompt that they became in the
 * model's.
 */
public final class Rag {
  private final InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
  private final EmbeddingModel embeddings;
  private final Librarian librarian;

  /** What LangChain4j implements. */
  public interface Librarian {
    @SystemMessage("Answer in one sentence, from the documents alone.")
    String answer(String question);
  }

  /** Without documents yet. */
  public Rag(Endpoint endpoint) {
    embeddings = endpoint.embeddings();
    ContentRetriever retriever =
        EmbeddingStoreContentRetriever.builder()
            .embeddingStore(store)
            .embeddingModel(embeddings)
            .maxResults(2)
            .build();
    librarian =
        AiServices.builder(Librarian.class)
            .chatModel(endpoint.chatModel())
            .contentRetriever(LangChain4jTracing.wrap(retriever))
            .build();
  }

  /** Adds a document. */
  public void add(String uri, String text) {
    TextSegment segment = TextSegment.from(text, Metadata.from("source", uri));
    store.add(embeddings.embed(segment).content(), segment);
  }

  /** Answers from the documents. */
  public String answer(String question) {
    return librarian.answer(question);
  }

  public static void main(String[] args) {
    Rag rag = new Rag(Endpoint.ofEnvironment());
    Mlflow.runWithSpan(
        "ingest",
        span -> {
          rag.add("moon.md", "The Moon orbits the Earth at some 384,400 kilometres.");
          rag.add("mars.md", "Mars has two moons, Phobos and Deimos.");
          rag.add("venus.md", "Venus has no moon.");
        });
    System.out.println(rag.answer(args.length > 0 ? args[0] : "How many moons has Mars?"));
  }
}

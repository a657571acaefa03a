package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.spanloom.autolog.AutologOptions;

/**
 * Traces LangChain4j: each call of what is wrapped becomes a span below the current one. AI
 * services need no line: with this module on the class path, each call of one is a trace, or a part
 * of one, with the calls of its model, its tools, its retrieval, its guardrails and its moderation
 * below it.
 *
 * <pre>{@code
 * ChatModel model = LangChain4jTracing.wrap(OpenAiChatModel.builder()...build());
 * ContentRetriever retriever = LangChain4jTracing.wrap(EmbeddingStoreContentRetriever.from(store));
 * Assistant assistant = AiServices.builder(Assistant.class)
 *     .chatModel(model).contentRetriever(retriever).tools(new Weather()).build();
 * }</pre>
 *
 * <p>What is wrapped behaves as what it wraps. Wrapping twice is wrapping once, and when the
 * options switch tracing off, the object itself is returned. MLflow's Python integration of
 * LangChain is the model for names and types of spans. Thread-safe.
 */
@SuppressWarnings("overloads") // what is wrapped is a variable of its type, hardly ever a lambda
public final class LangChain4jTracing {
  static final String LIBRARY = "langchain4j";

  private LangChain4jTracing() {}

  /** Traces a chat model, as {@link AutologOptions#configured configured}. */
  public static ChatModel wrap(ChatModel model) {
    return wrap(model, configured());
  }

  /** Traces a chat model: CHAT_MODEL spans. */
  public static ChatModel wrap(ChatModel model, AutologOptions options) {
    return TracedChatModel.wrap(model, options);
  }

  /** Traces a streaming chat model, as {@link AutologOptions#configured configured}. */
  public static StreamingChatModel wrap(StreamingChatModel model) {
    return wrap(model, configured());
  }

  /** Traces a streaming chat model: CHAT_MODEL spans, from the request to the end of the stream. */
  public static StreamingChatModel wrap(StreamingChatModel model, AutologOptions options) {
    return TracedStreamingChatModel.wrap(model, options);
  }

  /** Traces an embedding model, as {@link AutologOptions#configured configured}. */
  public static EmbeddingModel wrap(EmbeddingModel model) {
    return wrap(model, configured());
  }

  /** Traces an embedding model: EMBEDDING spans, with numbers of vectors instead of vectors. */
  public static EmbeddingModel wrap(EmbeddingModel model, AutologOptions options) {
    return TracedEmbeddingModel.wrap(model, options);
  }

  /** Traces an embedding store, as {@link AutologOptions#configured configured}. */
  public static <T> EmbeddingStore<T> wrap(EmbeddingStore<T> store) {
    return wrap(store, configured());
  }

  /** Traces an embedding store: RETRIEVER spans for searches, TASK spans for the rest. */
  public static <T> EmbeddingStore<T> wrap(EmbeddingStore<T> store, AutologOptions options) {
    return TracedEmbeddingStore.wrap(store, options);
  }

  /** Traces a retriever, as {@link AutologOptions#configured configured}. */
  public static ContentRetriever wrap(ContentRetriever retriever) {
    return wrap(retriever, configured());
  }

  /** Traces a retriever: RETRIEVER spans whose outputs are MLflow's documents. */
  public static ContentRetriever wrap(ContentRetriever retriever, AutologOptions options) {
    return TracedContentRetriever.wrap(retriever, options);
  }

  /** Traces a retrieval augmentor, as {@link AutologOptions#configured configured}. */
  public static RetrievalAugmentor wrap(RetrievalAugmentor augmentor) {
    return wrap(augmentor, configured());
  }

  /** Traces a retrieval augmentor, for those that are used outside of AI services. */
  public static RetrievalAugmentor wrap(RetrievalAugmentor augmentor, AutologOptions options) {
    return TracedRetrievalAugmentor.wrap(augmentor, options);
  }

  /** Traces a moderation model, as {@link AutologOptions#configured configured}. */
  public static ModerationModel wrap(ModerationModel model) {
    return wrap(model, configured());
  }

  /** Traces a moderation model: GUARDRAIL spans. */
  public static ModerationModel wrap(ModerationModel model, AutologOptions options) {
    return TracedModerationModel.wrap(model, options);
  }

  /** Traces a tool, as {@link AutologOptions#configured configured}. */
  public static ToolExecutor wrap(ToolExecutor executor) {
    return wrap(executor, configured());
  }

  /** Traces a tool: TOOL spans. Those of AI services are wrapped already. */
  public static ToolExecutor wrap(ToolExecutor executor, AutologOptions options) {
    return TracedToolExecutor.wrap(executor, options);
  }

  /** A listener for models, as {@link AutologOptions#configured configured}. */
  public static ChatModelListener listener() {
    return listener(configured());
  }

  /**
   * A listener for models that frameworks build, for those who collect listeners rather than
   * models: {@code OpenAiChatModel.builder().listeners(List.of(LangChain4jTracing.listener()))}. It
   * records requests, answers and errors; not the pieces of a stream, nor that it was cancelled.
   * Where a wrapped model is used with it, it keeps quiet. One may serve many models.
   */
  public static ChatModelListener listener(AutologOptions options) {
    return new TracingListener(options);
  }

  private static AutologOptions configured() {
    return AutologOptions.configured(LIBRARY);
  }
}

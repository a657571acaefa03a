package dev.spanloom.examples.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.spanloom.autolog.langchain4j.LangChain4jTracing;
import java.util.Map;

/**
 * Models of any endpoint that speaks OpenAI's protocol.
 *
 * @param baseUrl such as {@code http://127.0.0.1:8080/v1}
 * @param model the name of the chat model
 * @param embeddingModel the name of the embedding model
 */
public record Endpoint(String baseUrl, String apiKey, String model, String embeddingModel) {
  /** That of the environment. */
  static Endpoint ofEnvironment() {
    Map<String, String> env = System.getenv();
    return new Endpoint(
        env.getOrDefault("OPENAI_BASE_URL", "https://api.openai.com/v1"),
        env.getOrDefault("OPENAI_API_KEY", ""),
        env.getOrDefault("OPENAI_MODEL", "gpt-4o-mini"),
        env.getOrDefault("OPENAI_EMBEDDING_MODEL", "text-embedding-3-small"));
  }

  /** Nothing to do for its tracing: the services that use it see to that. */
  ChatModel chatModel() {
    return OpenAiChatModel.builder().baseUrl(baseUrl).apiKey(apiKey).modelName(model).build();
  }

  /** Traced by a line. */
  EmbeddingModel embeddings() {
    return LangChain4jTracing.wrap(
        OpenAiEmbeddingModel.builder()
            .baseUrl(baseUrl)
            .apiKey(apiKey)
            .modelName(embeddingModel)
            .build());
  }
}

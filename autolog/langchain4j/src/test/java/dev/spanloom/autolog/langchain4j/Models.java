package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.spanloom.autolog.contract.ChatCompletionsWire;

/** The library's own models, against a provider. */
final class Models {
  private Models() {}

  static OpenAiChatModel chat(String url, String apiKey) {
    return OpenAiChatModel.builder()
        .httpClientBuilder(LangChain4jHttpTracing.wrap(JdkHttpClient.builder()))
        .baseUrl(url + "/v1")
        .apiKey(apiKey)
        .modelName(ChatCompletionsWire.MODEL)
        .temperature(0.5)
        .build();
  }

  static OpenAiStreamingChatModel streaming(String url, String apiKey) {
    return OpenAiStreamingChatModel.builder()
        .httpClientBuilder(LangChain4jHttpTracing.wrap(JdkHttpClient.builder()))
        .baseUrl(url + "/v1")
        .apiKey(apiKey)
        .modelName(ChatCompletionsWire.MODEL)
        .build();
  }

  static OpenAiEmbeddingModel embedding(String url) {
    return OpenAiEmbeddingModel.builder()
        .baseUrl(url + "/v1")
        .apiKey("key")
        .modelName("text-embedding-3-small")
        .build();
  }
}

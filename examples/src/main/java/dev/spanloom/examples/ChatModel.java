package dev.spanloom.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TokenUsage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls the chat completions of any OpenAI-compatible endpoint, inside a CHAT_MODEL span made by
 * hand.
 */
public final class ChatModel {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String baseUrl;
  private final String apiKey;

  /**
   * A model behind an endpoint.
   *
   * @param baseUrl such as {@code http://127.0.0.1:8080/v1}
   * @param apiKey sent as bearer token; never recorded
   */
  public ChatModel(String baseUrl, String apiKey) {
    this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    this.apiKey = apiKey;
  }

  /** The answer of the model to a conversation. */
  public String create(String model, int maxTokens, List<Map<String, String>> messages)
      throws Exception {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("model", model);
    request.put("max_tokens", maxTokens);
    request.put("messages", messages);
    return Mlflow.withSpan("Completions", SpanType.CHAT_MODEL, span -> send(request, span));
  }

  private String send(Map<String, Object> request, LiveSpan span)
      throws IOException, InterruptedException {
    span.setInputs(request);
    request.forEach(
        (key, value) -> {
          if (!key.equals("messages")) {
            span.setAttribute(key, value);
          }
        });
    span.setAttribute(SpanAttributeKey.MESSAGE_FORMAT, "openai");
    JsonNode response = post(request);
    JsonNode usage = response.path("usage");
    span.setTokenUsage(
        new TokenUsage(
            usage.path("prompt_tokens").asLong(),
            usage.path("completion_tokens").asLong(),
            usage.path("total_tokens").asLong()));
    span.setOutputs(response);
    return response.path("choices").path(0).path("message").path("content").asText();
  }

  private JsonNode post(Map<String, Object> request) throws IOException, InterruptedException {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + apiKey)
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request)))
            .build();
    HttpResponse<String> reply;
    try {
      reply = http.send(post, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new IOException(
          "cannot reach " + baseUrl + " (expected: an OpenAI-compatible endpoint that is running)",
          e);
    }
    if (reply.statusCode() != 200) {
      throw new IOException(
          baseUrl + " answered " + reply.statusCode() + " (expected: 200): " + reply.body());
    }
    return JSON.readTree(reply.body());
  }
}

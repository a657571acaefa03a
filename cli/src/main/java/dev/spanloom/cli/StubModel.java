package dev.spanloom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.UUID;

/**
 * A small OpenAI-compatible endpoint on the loopback interface, for demonstrations without a model:
 * it answers chat completions from a handful of sentences and counts words as tokens. Owns its
 * server.
 */
final class StubModel implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;

  private StubModel(HttpServer server) {
    this.server = server;
  }

  static StubModel start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", StubModel::answer);
    server.start();
    return new StubModel(server);
  }

  String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      JsonNode messages = request.path("messages");
      if (!exchange.getRequestMethod().equals("POST")
          || !messages.isArray()
          || messages.isEmpty()) {
        send(
            exchange,
            400,
            JSON.createObjectNode().put("error", "expected: POST with a list of messages"));
        return;
      }
      String answer = sentence(messages.get(messages.size() - 1).path("content").asText());
      int read = 0;
      for (JsonNode message : messages) {
        read += words(message.path("content").asText()) + 4;
      }
      send(exchange, 200, completion(request.path("model").asText("stub"), answer, read));
    }
  }

  private static String sentence(String question) {
    String lower = question.toLowerCase(Locale.ROOT);
    if (lower.contains("color") || lower.contains("colour")) {
      return "My favorite color is blue.";
    } else if (lower.contains("why")) {
      return "Because the sky is blue, and I like to look up.";
    } else if (lower.equals("bye")) {
      return "Goodbye!";
    }
    return "You said: " + question;
  }

  private static ObjectNode completion(String model, String answer, int promptTokens) {
    ObjectNode completion = JSON.createObjectNode();
    completion.put("id", "chatcmpl-" + UUID.randomUUID());
    completion.put("object", "chat.completion");
    completion.put("created", System.currentTimeMillis() / 1000);
    completion.put("model", model);
    ObjectNode choice = completion.putArray("choices").addObject();
    choice.put("index", 0);
    choice.put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", answer);
    int completionTokens = words(answer);
    completion
        .putObject("usage")
        .put("prompt_tokens", promptTokens)
        .put("completion_tokens", completionTokens)
        .put("total_tokens", promptTokens + completionTokens);
    return completion;
  }

  private static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

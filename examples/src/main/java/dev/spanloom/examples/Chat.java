package dev.spanloom.examples;

import dev.spanloom.Mlflow;
import dev.spanloom.Trace;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Advanced example: a chat turn with nested spans, and the session that makes one trace of many
 * turns.
 */
public final class Chat {
  /** The model that the page uses. */
  public static final String MODEL = "databricks-claude-sonnet-4-5";

  private static final int MAX_TOKENS = 100;

  private final ChatModel client;
  private final Consumer<String> out;

  public Chat(ChatModel client, Consumer<String> out) {
    this.client = client;
    this.out = out;
  }

  /** One turn: the user speaks, the model answers, both are added to the messages. */
  @Trace(spanType = SpanType.CHAIN)
  public void chatIteration(
      List<Map<String, String>> messages, @Trace.Input("user_input") String userInput)
      throws Exception {
    try (var span = Mlflow.startSpan("User", SpanType.CHAIN)) {
      Map<String, Object> inputs = new LinkedHashMap<>();
      inputs.put("messages", messages);
      inputs.put("timestamp", System.currentTimeMillis() / 1000.0);
      span.setInputs(inputs);

      // Set individual attribute
      span.setAttribute("messages_length", messages.size());

      // Set multiple attributes at once
      span.setAttributes(
          Map.of("environment", "production", "custom_metadata", Map.of("key", "value")));

      // Add events during execution
      span.addEvent(
          SpanEvent.of(
              "processing_started", Map.of("stage", "initialization", "memory_usage_mb", 256)));

      span.setOutputs(userInput);

      messages.add(message("user", userInput));
    }

    String answer = client.create(MODEL, MAX_TOKENS, messages);
    out.accept("Assistant: " + answer);

    messages.add(message("assistant", answer));
  }

  /** Turns until the user says BYE or nothing more, all in one trace. */
  @Trace(spanType = SpanType.CHAIN)
  public void startSession(@Trace.Ignore Supplier<@Nullable String> input) throws Exception {
    List<Map<String, String>> messages = systemMessages();
    for (String userInput = input.get(); userInput != null; userInput = input.get()) {
      chatIteration(messages, userInput);

      if (userInput.equals("BYE")) {
        break;
      }
    }
  }

  /** What a conversation begins with. */
  public static List<Map<String, String>> systemMessages() {
    List<Map<String, String>> messages = new ArrayList<>();
    messages.add(message("system", "You are a friendly chat bot"));
    return messages;
  }

  private static Map<String, String> message(String role, String content) {
    Map<String, String> message = new LinkedHashMap<>();
    message.put("role", role);
    message.put("content", content);
    return message;
  }

  public static void main(String[] args) throws Exception {
    String baseUrl = System.getenv("OPENAI_BASE_URL");
    if (baseUrl == null) {
      System.err.println(
          "OPENAI_BASE_URL is not set (expected: an OpenAI-compatible endpoint such as http://127.0.0.1:8080/v1)");
      System.exit(2);
    }
    String apiKey = System.getenv().getOrDefault("OPENAI_API_KEY", "");
    Chat chat = new Chat(new ChatModel(String.valueOf(baseUrl), apiKey), System.out::println);
    chat.chatIteration(systemMessages(), "What is your favorite color?");

    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    chat.startSession(
        () -> {
          System.out.print(">> ");
          try {
            return in.readLine();
          } catch (IOException e) {
            return null;
          }
        });
  }
}

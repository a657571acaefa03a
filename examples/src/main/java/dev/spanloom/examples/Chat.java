package dev.spanloom.examples;

import com.databricks.sdk.WorkspaceClient;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.spanloom.Mlflow;
import dev.spanloom.Trace;
import dev.spanloom.autolog.databricks.DatabricksOpenAi;
import dev.spanloom.autolog.openai.OpenAiTracing;
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

  private final OpenAIClient client;
  private final Consumer<String> out;

  /**
   * A chat with a model.
   *
   * @param client one that is traced, for its calls to be spans of their own
   */
  public Chat(OpenAIClient client, Consumer<String> out) {
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

    ChatCompletion response = client.chat().completions().create(params(messages));
    String answer = response.choices().get(0).message().content().orElse("");
    out.accept("Assistant: " + answer);

    messages.add(message("assistant", answer));
  }

  @SuppressWarnings("deprecation") // the models of Databricks know max_tokens
  private static ChatCompletionCreateParams params(List<Map<String, String>> messages) {
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder().model(MODEL).maxTokens(100);
    for (Map<String, String> message : messages) {
      String content = message.getOrDefault("content", "");
      switch (message.getOrDefault("role", "user")) {
        case "system" -> params.addSystemMessage(content);
        case "assistant" -> params.addAssistantMessage(content);
        default -> params.addUserMessage(content);
      }
    }
    return params.build();
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
    Chat chat = new Chat(client(), System.out::println);
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

  /** A client of the workspace that DATABRICKS_HOST names, else of OPENAI_BASE_URL; traced. */
  static OpenAIClient client() {
    if (System.getenv("DATABRICKS_HOST") != null) {
      WorkspaceClient workspace = new WorkspaceClient();
      return DatabricksOpenAi.client(workspace);
    }
    if (System.getenv("OPENAI_API_KEY") == null) {
      System.err.println(
          "Neither DATABRICKS_HOST nor OPENAI_API_KEY is set (expected: a Databricks workspace, or an"
              + " OpenAI-compatible endpoint by OPENAI_BASE_URL and OPENAI_API_KEY)");
      System.exit(2);
    }
    return OpenAiTracing.wrap(OpenAIOkHttpClient.fromEnv());
  }
}

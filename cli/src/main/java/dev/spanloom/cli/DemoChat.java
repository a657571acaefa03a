package dev.spanloom.cli;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import dev.spanloom.autolog.openai.OpenAiTracing;
import dev.spanloom.examples.Chat;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;

/** The chat session of the demo: with the model that the environment names, or else offline. */
final class DemoChat {
  private static final List<String> INPUTS = List.of("What is your favorite color?", "Why?", "BYE");

  private DemoChat() {}

  static void run(PrintWriter out) throws Exception {
    String baseUrl = System.getenv("OPENAI_BASE_URL");
    if (baseUrl == null || baseUrl.isBlank()) {
      try (StubModel stub = StubModel.start()) {
        out.println(
            "OPENAI_BASE_URL is not set: chatting with a stub model at " + stub.baseUrl() + ".");
        chat(client(stub.baseUrl(), "none"), out);
      }
    } else {
      out.println("Chatting with " + Chat.MODEL + " at " + baseUrl + ".");
      String apiKey = System.getenv("OPENAI_API_KEY");
      chat(client(baseUrl, apiKey == null ? "none" : apiKey), out);
    }
  }

  private static OpenAIClient client(String baseUrl, String apiKey) {
    return OpenAiTracing.wrap(OpenAIOkHttpClient.builder().baseUrl(baseUrl).apiKey(apiKey).build());
  }

  private static void chat(OpenAIClient model, PrintWriter out) throws Exception {
    Iterator<String> inputs = INPUTS.iterator();
    new Chat(model, out::println)
        .startSession(
            () -> {
              if (!inputs.hasNext()) {
                return null;
              }
              String input = inputs.next();
              out.println("User: " + input);
              return input;
            });
  }
}

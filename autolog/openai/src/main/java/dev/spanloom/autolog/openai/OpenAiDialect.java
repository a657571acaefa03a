package dev.spanloom.autolog.openai;

import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.autolog.http.HttpDialect;
import dev.spanloom.autolog.http.HttpOperation;
import dev.spanloom.autolog.http.StreamReducer;
import dev.spanloom.entities.SpanType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What OpenAI offers, and those who speak its protocol: Azure, Databricks, vLLM, Ollama …. */
final class OpenAiDialect implements HttpDialect {
  private static final String FORMAT = "openai";

  /** Some addresses hold ids, so there is no end of them. */
  private static final int MOST_REMEMBERED = 100;

  private final Map<String, Optional<HttpOperation>> remembered = new ConcurrentHashMap<>();

  @Override
  public @Nullable HttpOperation operation(String method, String url) {
    if (!method.equals("POST")) {
      return null;
    }
    Optional<HttpOperation> known = remembered.get(url);
    if (known == null) {
      known = Optional.ofNullable(find(url));
      if (remembered.size() < MOST_REMEMBERED) {
        remembered.put(url, known);
      }
    }
    return known.orElse(null);
  }

  private static @Nullable HttpOperation find(String url) {
    String provider = provider(url);
    int last = url.lastIndexOf('/');
    String name = url.substring(last + 1);
    String before = url.substring(url.lastIndexOf('/', last - 1) + 1, Math.max(last, 0));
    return switch (name) {
      case "completions" ->
          before.equals("chat")
              ? chat("Completions", SpanType.CHAT_MODEL, provider, ChatReducer::new)
              : chat("Completions", SpanType.LLM, provider, ChatReducer::new);
      case "responses" -> chat("Responses", SpanType.CHAT_MODEL, provider, ResponsesReducer::new);
      case "compact" ->
          before.equals("responses")
              ? chat("Responses", SpanType.CHAT_MODEL, provider, null)
              : null;
      case "embeddings" -> task("Embeddings", SpanType.EMBEDDING, provider, null);
      case "moderations" -> task("Moderations", SpanType.GUARDRAIL, provider, null);
      case "generations", "edits", "variations" ->
          before.equals("images")
              ? task("Images", SpanType.TASK, provider, LastEventReducer::new)
              : null;
      case "transcriptions" ->
          task("Transcriptions", SpanType.TASK, provider, LastEventReducer::new);
      case "translations" -> task("Translations", SpanType.TASK, provider, null);
      case "speech" -> task("Speech", SpanType.TASK, provider, null);
      default -> null;
    };
  }

  private static HttpOperation chat(
      String name, String type, String provider, @Nullable Supplier<StreamReducer> stream) {
    return new HttpOperation(
        new ModelOperation(name, type, provider, FORMAT), OpenAiAnswers::read, stream);
  }

  private static HttpOperation task(
      String name, String type, String provider, @Nullable Supplier<StreamReducer> stream) {
    return new HttpOperation(
        new ModelOperation(name, type, provider, null), OpenAiAnswers::read, stream);
  }

  /** Who answers, as far as the host tells: many speak the protocol under names of their own. */
  private static String provider(String url) {
    int from = url.indexOf("://") + 3;
    int slash = url.indexOf('/', from);
    String host = url.substring(from, slash < 0 ? url.length() : slash).toLowerCase(Locale.ROOT);
    if (host.contains(".azure.")) {
      return "azure";
    }
    return host.contains("databricks") ? "databricks" : "openai";
  }
}

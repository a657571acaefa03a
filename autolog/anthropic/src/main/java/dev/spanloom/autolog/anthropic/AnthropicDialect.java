package dev.spanloom.autolog.anthropic;

import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.autolog.http.HttpDialect;
import dev.spanloom.autolog.http.HttpOperation;
import dev.spanloom.entities.SpanType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Anthropic offers. Batches are left alone: their answers come by other ways, days later. */
final class AnthropicDialect implements HttpDialect {
  private static final String FORMAT = "anthropic";

  @Override
  public @Nullable HttpOperation operation(String method, String url) {
    if (!method.equals("POST")) {
      return null;
    }
    String provider = provider(url);
    if (url.endsWith("/v1/messages")) {
      return new HttpOperation(
          new ModelOperation("Messages.create", SpanType.CHAT_MODEL, provider, FORMAT),
          AnthropicAnswers::read,
          MessageReducer::new);
    }
    if (url.endsWith("/v1/messages/count_tokens")) {
      return new HttpOperation(
          new ModelOperation("Messages.count_tokens", SpanType.TASK, provider, FORMAT),
          AnthropicAnswers::read,
          null);
    }
    if (url.endsWith("/v1/complete")) {
      return new HttpOperation(
          new ModelOperation("Completions.create", SpanType.LLM, provider, FORMAT),
          AnthropicAnswers::read,
          CompletionReducer::new);
    }
    return null;
  }

  /** Who answers, as far as the host tells: other clouds offer the same models. */
  private static String provider(String url) {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return "anthropic";
    }
    int from = scheme + 3;
    int slash = url.indexOf('/', from);
    String host = url.substring(from, slash < 0 ? url.length() : slash).toLowerCase(Locale.ROOT);
    if (host.contains("bedrock")) {
      return "bedrock";
    }
    if (host.contains("aiplatform.googleapis")) {
      return "vertex_ai";
    }
    return host.contains(".azure.") ? "azure" : "anthropic";
  }
}

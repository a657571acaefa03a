package dev.spanloom.autolog.http;

import org.jspecify.annotations.Nullable;

/** What a provider offers over HTTP. Thread-safe. */
@FunctionalInterface
public interface HttpDialect {
  /**
   * What a request asks for; null when it is nothing to be recorded, such as a list of models.
   *
   * @param method in upper case
   * @param url without the query, such as {@code https://api.openai.com/v1/chat/completions}
   */
  @Nullable HttpOperation operation(String method, String url);
}

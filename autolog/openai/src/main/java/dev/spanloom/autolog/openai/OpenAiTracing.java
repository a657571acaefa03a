package dev.spanloom.autolog.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.core.ClientOptions;
import com.openai.core.LogLevel;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.client.RunningCalls;
import dev.spanloom.autolog.client.ServiceProxy;
import java.util.function.Consumer;

/**
 * Traces a client of OpenAI: each call becomes a span below the current one, with what was asked
 * and answered, the tokens, the tools, the time of the first chunk, retries and errors. Java's way
 * to what {@code mlflow.openai.autolog} does in Python.
 *
 * <pre>{@code
 * OpenAIClient client = OpenAiTracing.wrap(OpenAIOkHttpClient.fromEnv());
 * client.chat().completions().create(params);
 * }</pre>
 *
 * <p>The wrapped client behaves as the one that it wraps, and closing it closes that one. All ways
 * to a call are seen: overloads, structured outputs, {@code withOptions}, {@code withRawResponse},
 * {@code async}, streams. Thread-safe.
 */
public final class OpenAiTracing {
  private OpenAiTracing() {}

  /** Traces a client, as {@link AutologOptions#configured configured}. */
  public static OpenAIClient wrap(OpenAIClient client) {
    return wrap(client, AutologOptions.configured(OpenAiLibrary.NAME));
  }

  /**
   * Traces a client.
   *
   * @return the same one when it is traced already, or when the options switch tracing off
   */
  public static OpenAIClient wrap(OpenAIClient client, AutologOptions options) {
    if (ServiceProxy.isWrapped(client) || !options.enabled()) {
      return client;
    }
    OpenAiApi api = new OpenAiApi(options);
    RunningCalls running = new RunningCalls();
    return ServiceProxy.wrap(
        OpenAIClient.class,
        client.withOptions(followedBy(api, running)),
        api,
        running,
        client::close);
  }

  /** Traces an asynchronous client, as {@link AutologOptions#configured configured}. */
  public static OpenAIClientAsync wrap(OpenAIClientAsync client) {
    return wrap(client, AutologOptions.configured(OpenAiLibrary.NAME));
  }

  /**
   * Traces an asynchronous client.
   *
   * @return the same one when it is traced already, or when the options switch tracing off
   */
  public static OpenAIClientAsync wrap(OpenAIClientAsync client, AutologOptions options) {
    if (ServiceProxy.isWrapped(client) || !options.enabled()) {
      return client;
    }
    OpenAiApi api = new OpenAiApi(options);
    RunningCalls running = new RunningCalls();
    return ServiceProxy.wrap(
        OpenAIClientAsync.class,
        client.withOptions(followedBy(api, running)),
        api,
        running,
        client::close);
  }

  /**
   * Puts our HTTP client between the library's retries and its own HTTP client. That one can be had
   * only below retries and a log of its own, which are switched off there: those above do the work.
   */
  private static Consumer<ClientOptions.Builder> followedBy(OpenAiApi api, RunningCalls running) {
    return builder -> {
      ClientOptions given = builder.build();
      ClientOptions bare = builder.maxRetries(0).logLevel(LogLevel.OFF).build();
      builder
          .maxRetries(given.maxRetries())
          .logLevel(given.logLevel())
          .httpClient(new TracedHttpClient(bare.httpClient(), api, running));
    };
  }
}

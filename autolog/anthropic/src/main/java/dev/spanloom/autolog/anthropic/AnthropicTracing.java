package dev.spanloom.autolog.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.http.Interceptor;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.client.RunningCalls;
import dev.spanloom.autolog.client.ServiceProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Traces a client of Anthropic: each call becomes a span below the current one, with what was asked
 * and answered, the tokens, the tools, the time of the first chunk, retries and errors. Java's way
 * to what {@code mlflow.anthropic.autolog} does in Python.
 *
 * <pre>{@code
 * AnthropicClient client = AnthropicTracing.wrap(AnthropicOkHttpClient.fromEnv());
 * client.messages().create(params);
 * }</pre>
 *
 * <p>The wrapped client behaves as the one that it wraps, and closing it closes that one. All ways
 * to a call are seen: overloads, structured outputs, {@code beta}, {@code withOptions}, {@code
 * withRawResponse}, {@code async}, streams, and each turn of a tool runner. Thread-safe.
 */
public final class AnthropicTracing {
  static final String LIBRARY = "anthropic";

  private AnthropicTracing() {}

  /** Traces a client, as {@link AutologOptions#configured configured}. */
  public static AnthropicClient wrap(AnthropicClient client) {
    return wrap(client, AutologOptions.configured(LIBRARY));
  }

  /**
   * Traces a client.
   *
   * @return the same one when it is traced already, or when the options switch tracing off
   */
  public static AnthropicClient wrap(AnthropicClient client, AutologOptions options) {
    if (ServiceProxy.isWrapped(client) || !options.enabled()) {
      return client;
    }
    AnthropicApi api = new AnthropicApi(options);
    RunningCalls running = new RunningCalls();
    return ServiceProxy.wrap(
        AnthropicClient.class,
        client.withOptions(followedBy(api, running)),
        api,
        running,
        client::close);
  }

  /** Traces an asynchronous client, as {@link AutologOptions#configured configured}. */
  public static AnthropicClientAsync wrap(AnthropicClientAsync client) {
    return wrap(client, AutologOptions.configured(LIBRARY));
  }

  /**
   * Traces an asynchronous client.
   *
   * @return the same one when it is traced already, or when the options switch tracing off
   */
  public static AnthropicClientAsync wrap(AnthropicClientAsync client, AutologOptions options) {
    if (ServiceProxy.isWrapped(client) || !options.enabled()) {
      return client;
    }
    AnthropicApi api = new AnthropicApi(options);
    RunningCalls running = new RunningCalls();
    return ServiceProxy.wrap(
        AnthropicClientAsync.class,
        client.withOptions(followedBy(api, running)),
        api,
        running,
        client::close);
  }

  /**
   * Puts our interceptor around those of the program: below the library's retries, so that it sees
   * each attempt, and above whatever else is done to a request.
   */
  private static Consumer<ClientOptions.Builder> followedBy(
      AnthropicApi api, RunningCalls running) {
    return builder -> {
      ClientOptions given = builder.build();
      List<Interceptor> all = new ArrayList<>();
      all.add(next -> new TracedHttpClient(next, api, running));
      all.addAll(given.interceptors());
      builder.interceptors(all);
      if (Mlflow.isOpenTelemetryJoined()) {
        LibrarySpans.switchOff(builder, given);
      }
    };
  }
}

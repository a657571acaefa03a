package dev.spanloom.autolog.googlegenai;

import com.google.genai.types.ClientOptions;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.client.ContextFuture;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;

/**
 * Traces clients of Google's Gen AI library: each call of a model becomes a span below the current
 * one, with what was asked and answered, the tokens, the tools, the time of the first chunk,
 * retries and errors. Java's way to what {@code mlflow.gemini.autolog} does in Python.
 *
 * <p>A client cannot be wrapped, since its parts are final; it is built over an HTTP client that is
 * traced:
 *
 * <pre>{@code
 * Client client =
 *     Client.builder().apiKey(key).clientOptions(GoogleGenAiTracing.options()).build();
 * client.models.generateContent("gemini-2.5-flash", "Which colour?", null);
 * }</pre>
 *
 * <p>All ways to a call are seen: {@code models}, {@code chats}, {@code async}, streams, and each
 * turn of automatic function calling. Thread-safe.
 */
public final class GoogleGenAiTracing {
  static final String LIBRARY = "google-genai";

  private GoogleGenAiTracing() {}

  /** Options for one client, as {@link AutologOptions#configured configured}. */
  public static ClientOptions options() {
    return options(ClientOptions.builder().build());
  }

  /**
   * Options for one client, with all that is set in others; as {@link AutologOptions#configured
   * configured}.
   *
   * @throws IllegalArgumentException when the options name a proxy that the library would refuse
   */
  public static ClientOptions options(ClientOptions given) {
    return options(given, AutologOptions.configured(LIBRARY));
  }

  /**
   * Options for one client, with all that is set in others. The client that is built with them
   * closes their HTTP client.
   *
   * @return the same ones when they are traced already, or when tracing is switched off
   * @throws IllegalArgumentException when the options name a proxy that the library would refuse
   */
  public static ClientOptions options(ClientOptions given, AutologOptions options) {
    if (!options.enabled()) {
      return given;
    }
    OkHttpClient client = given.customHttpClient().orElseGet(() -> LibraryClient.of(given));
    OkHttpClient traced = httpClient(client, options);
    return traced == given.customHttpClient().orElse(null)
        ? given
        : given.toBuilder().customHttpClient(traced).build();
  }

  /** Traces an HTTP client, as {@link AutologOptions#configured configured}. */
  public static OkHttpClient httpClient(OkHttpClient given) {
    return httpClient(given, AutologOptions.configured(LIBRARY));
  }

  /**
   * Traces an HTTP client, for programs that bring one of their own. What it is given shares
   * connections, threads, interceptors and listeners with it.
   *
   * @return the same one when it is traced already, or when the options switch tracing off
   */
  public static OkHttpClient httpClient(OkHttpClient given, AutologOptions options) {
    if (!options.enabled()
        || given.interceptors().stream().anyMatch(CallInterceptor.class::isInstance)) {
      return given;
    }
    CallContexts contexts = new CallContexts(given.eventListenerFactory());
    OkHttpClient.Builder builder = given.newBuilder().eventListenerFactory(contexts);
    // outside of all others: also of the retries that the library adds
    builder.interceptors().add(0, new CallInterceptor(contexts, options));
    return builder.addNetworkInterceptor(new AttemptInterceptor()).build();
  }

  /**
   * Has what a program does with the answer of an asynchronous call run where the call was made:
   * the library runs it on threads of its own, where no span is current.
   *
   * <pre>{@code
   * GoogleGenAiTracing.inContext(client.async.models.generateContent(model, prompt, null))
   *     .thenAccept(answer -> store(answer));
   * }</pre>
   *
   * @param future what the library returned, just now and on this thread
   * @return one that completes as it does, and cancels it when it is cancelled
   */
  public static <T> CompletableFuture<T> inContext(CompletableFuture<T> future) {
    return ContextFuture.of(future, CallContext.current());
  }
}

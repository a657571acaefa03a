package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.AutologOptions;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/**
 * Traces clients of Bedrock: each call of {@code converse}, {@code invokeModel}, their streams and
 * {@code applyGuardrail} becomes a span below the current one, with what was asked and answered,
 * the tokens, the tools, retries and errors. Java's way to what {@code mlflow.bedrock.autolog} does
 * in Python.
 *
 * <p>All clients of the process are traced without a call of this class, by an interceptor that the
 * AWS SDK finds on the class path. A wrapped client adds to that options of its own, and that what
 * the program does with the events of a stream, or after a future, is below the span in which the
 * program made the call. A call has one span, whichever ways are on.
 *
 * <pre>{@code
 * BedrockRuntimeClient client = BedrockTracing.wrap(BedrockRuntimeClient.create());
 * client.converse(request);
 * }</pre>
 *
 * <p>The wrapped client behaves as the one that it wraps, and closing it closes that one.
 * Thread-safe.
 */
public final class BedrockTracing {
  static final String LIBRARY = "bedrock";

  private BedrockTracing() {}

  /** Traces a client, as {@link AutologOptions#configured configured}. */
  public static BedrockRuntimeClient wrap(BedrockRuntimeClient client) {
    return wrap(client, AutologOptions.configured(LIBRARY));
  }

  /**
   * Traces a client.
   *
   * @return the same one when it is wrapped already, or when the options switch tracing off
   */
  public static BedrockRuntimeClient wrap(BedrockRuntimeClient client, AutologOptions options) {
    return TracedClient.wrap(BedrockRuntimeClient.class, client, options);
  }

  /** Traces an asynchronous client, as {@link AutologOptions#configured configured}. */
  public static BedrockRuntimeAsyncClient wrap(BedrockRuntimeAsyncClient client) {
    return wrap(client, AutologOptions.configured(LIBRARY));
  }

  /**
   * Traces an asynchronous client.
   *
   * @return the same one when it is wrapped already, or when the options switch tracing off
   */
  public static BedrockRuntimeAsyncClient wrap(
      BedrockRuntimeAsyncClient client, AutologOptions options) {
    return TracedClient.wrap(BedrockRuntimeAsyncClient.class, client, options);
  }
}

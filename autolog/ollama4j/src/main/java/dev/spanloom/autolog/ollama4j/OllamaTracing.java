package dev.spanloom.autolog.ollama4j;

import dev.spanloom.autolog.AutologOptions;
import io.github.ollama4j.Ollama;

/**
 * Traces a client of Ollama4j: chats, generated texts and embeddings become spans below the current
 * one. In a chat each question to the model is a span of its own, and each tool that the library
 * calls for it; where tools are on offer an agent's span is around them.
 *
 * <pre>{@code
 * Ollama ollama = OllamaTracing.wrap(new Ollama("http://localhost:11434"));
 * ollama.chat(request, null);
 * }</pre>
 *
 * <p>The wrapped client behaves as the one that it wraps, and what is set on one is set on the
 * other. Thread-safe as far as that one is.
 */
public final class OllamaTracing {
  static final String LIBRARY = "ollama4j";

  private OllamaTracing() {}

  /** Traces a client, as {@link AutologOptions#configured configured}. */
  public static Ollama wrap(Ollama client) {
    return wrap(client, AutologOptions.configured(LIBRARY));
  }

  /**
   * Traces a client.
   *
   * @return the same one when it is traced already, or when the options switch tracing off
   */
  public static Ollama wrap(Ollama client, AutologOptions options) {
    return !options.enabled() || client instanceof TracedOllama
        ? client
        : new TracedOllama(client, options);
  }
}

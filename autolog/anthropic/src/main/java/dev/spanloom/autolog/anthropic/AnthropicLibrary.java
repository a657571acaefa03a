package dev.spanloom.autolog.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import dev.spanloom.autolog.LibraryAutolog;

/** Tells the SDK of this integration. */
public final class AnthropicLibrary extends LibraryAutolog {
  static final String NAME = AnthropicTracing.LIBRARY;

  public AnthropicLibrary() {
    super(
        NAME,
        "com.anthropic.client.AnthropicClient",
        true,
        "clients that are built from now on",
        "AnthropicTracing.wrap(client)");
  }

  @Override
  public Object traced(Object client) {
    if (client instanceof AnthropicClient blocking) {
      return AnthropicTracing.wrap(blocking);
    }
    return client instanceof AnthropicClientAsync async ? AnthropicTracing.wrap(async) : client;
  }
}

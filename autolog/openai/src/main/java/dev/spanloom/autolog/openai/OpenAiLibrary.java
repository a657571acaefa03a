package dev.spanloom.autolog.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import dev.spanloom.autolog.LibraryAutolog;

/** Tells the SDK of this integration. */
public final class OpenAiLibrary extends LibraryAutolog {
  static final String NAME = "openai";

  public OpenAiLibrary() {
    super(
        NAME,
        "com.openai.client.OpenAIClient",
        true,
        "clients that are built from now on",
        "OpenAiTracing.wrap(client)");
  }

  @Override
  public Object traced(Object client) {
    if (client instanceof OpenAIClient blocking) {
      return OpenAiTracing.wrap(blocking);
    }
    return client instanceof OpenAIClientAsync async ? OpenAiTracing.wrap(async) : client;
  }
}

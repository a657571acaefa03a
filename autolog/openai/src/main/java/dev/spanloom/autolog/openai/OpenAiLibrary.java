package dev.spanloom.autolog.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import dev.spanloom.integration.AutologLibrary;

/** Tells the SDK of this integration; loads without OpenAI's library. */
public final class OpenAiLibrary implements AutologLibrary {
  static final String NAME = "openai";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isPresent() {
    try {
      Class.forName("com.openai.client.OpenAIClient", false, OpenAiLibrary.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Override
  public boolean isDisabled() {
    return !OpenAiAutolog.SWITCH.options().enabled();
  }

  @Override
  public boolean needsWeaving() {
    return true;
  }

  @Override
  public String covers() {
    return "clients that are built from now on";
  }

  @Override
  public String byHand() {
    return "OpenAiTracing.wrap(client)";
  }

  /** Nothing to do: weaving asks for each client. */
  @Override
  public void enable() {}

  @Override
  public Object traced(Object client) {
    if (client instanceof OpenAIClient blocking) {
      return OpenAiTracing.wrap(blocking, OpenAiAutolog.SWITCH.options());
    }
    return client instanceof OpenAIClientAsync async
        ? OpenAiTracing.wrap(async, OpenAiAutolog.SWITCH.options())
        : client;
  }
}

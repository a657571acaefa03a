package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.LibraryAutolog;

/** Tells the SDK of this integration. */
public final class BedrockLibrary extends LibraryAutolog {
  static final String NAME = BedrockTracing.LIBRARY;

  public BedrockLibrary() {
    super(
        NAME,
        "software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient",
        false,
        "all calls but streams",
        "BedrockTracing.wrap(client)");
  }
}

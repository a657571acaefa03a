package dev.spanloom.autolog.langchain4j;

import dev.spanloom.autolog.LibraryAutolog;

/** Tells the SDK of this integration. */
public final class LangChain4jLibrary extends LibraryAutolog {
  static final String NAME = LangChain4jTracing.LIBRARY;

  public LangChain4jLibrary() {
    super(
        NAME,
        "dev.langchain4j.service.AiServices",
        false,
        "AI services that are built from now on",
        "LangChain4jTracing.wrap(model)");
  }
}

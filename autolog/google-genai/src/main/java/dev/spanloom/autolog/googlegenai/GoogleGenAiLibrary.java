package dev.spanloom.autolog.googlegenai;

import dev.spanloom.autolog.LibraryAutolog;
import okhttp3.OkHttpClient;

/** Tells the SDK of this integration. */
public final class GoogleGenAiLibrary extends LibraryAutolog {
  static final String NAME = GoogleGenAiTracing.LIBRARY;

  public GoogleGenAiLibrary() {
    super(
        NAME,
        "com.google.genai.Client",
        true,
        "clients that are built from now on",
        "GoogleGenAiTracing.options()");
  }

  /** The library's own HTTP client is what weaving sees built. */
  @Override
  public Object traced(Object client) {
    return client instanceof OkHttpClient http ? GoogleGenAiTracing.httpClient(http) : client;
  }
}

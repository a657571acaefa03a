package dev.spanloom.autolog.springai;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of providers, as MLflow and price books have them. */
final class Providers {
  private static final Map<String, String> NAMES =
      Map.of(
          "azure_openai", "azure",
          "azure-openai", "azure",
          "bedrock_converse", "bedrock",
          "google_genai_ai", "gemini",
          "google_genai", "gemini",
          "mistral_ai", "mistral",
          "vertex_ai", "vertex_ai");

  private Providers() {}

  static @Nullable String name(@Nullable String provider) {
    if (provider == null || provider.isBlank() || provider.equals("spring_ai")) {
      return null;
    }
    String lower = provider.toLowerCase(Locale.ROOT);
    return NAMES.getOrDefault(lower, lower);
  }
}

package dev.spanloom.autolog.googlegenai;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that are built anywhere in the program are traced, by one line. */
class GoogleGenAiAutologTest extends GeminiCase {
  @BeforeEach
  void answer() {
    provider.reply(wire.answer("It is blue.", 23, 7));
  }

  @AfterEach
  void switchOff() {
    GoogleGenAiAutolog.disable();
  }

  private void ask() {
    try (Client built =
        Client.builder()
            .apiKey(KEY)
            .httpOptions(HttpOptions.builder().baseUrl(provider.url()).build())
            .build()) {
      built.models.generateContent("gemini-2.5-flash", "Which colour?", null);
    }
  }

  @Test
  void aClientThatIsBuiltAfterwardsIsTraced() {
    assertThat(GoogleGenAiAutolog.autolog()).isTrue();

    ask();

    assertThat(onlySpan().inputs()).asString().contains("Which colour?");
  }

  @Test
  void aClientThatIsTracedByHandTooIsTracedOnce() {
    GoogleGenAiAutolog.autolog();

    client.models.generateContent("gemini-2.5-flash", "Which colour?", null);

    assertThat(spans()).hasSize(1);
  }

  @Test
  void aClientThatIsBuiltAfterItIsSwitchedOffIsNotTraced() {
    GoogleGenAiAutolog.autolog();
    GoogleGenAiAutolog.disable();

    ask();

    assertThat(spans()).isEmpty();
  }
}

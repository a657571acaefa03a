package dev.spanloom.autolog.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import org.junit.jupiter.api.Test;

/** The suites run with the oldest version that is supported, and with the newest. */
class LibraryVersionTest {
  @Test
  void theLibraryIsTheOneThatThisRunIsAbout() {
    String expected = System.getProperty("spanloom.test.library-version", "not set");

    assertThat(OpenAIClient.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .endsWith("openai-java-core-" + expected + ".jar");
  }
}

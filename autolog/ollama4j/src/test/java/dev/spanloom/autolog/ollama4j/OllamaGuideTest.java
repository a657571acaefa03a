package dev.spanloom.autolog.ollama4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ollama4j.Ollama;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code docs/guide/autolog-ollama4j.md} shows; compiled, and compared with the page. */
class OllamaGuideTest {
  private static final Path PAGE = Path.of("../../docs/guide/autolog-ollama4j.md");
  private static final Path SOURCE =
      Path.of("src/test/java/dev/spanloom/autolog/ollama4j/OllamaGuideTest.java");

  static Ollama wrapClient() {
    Ollama ollama = OllamaTracing.wrap(new Ollama("http://localhost:11434"));
    return ollama;
  }

  @Test
  void theLineOfThePageIsALineOfThisTest() throws Exception {
    String line = Files.readString(PAGE).split("```java\n")[1].split("\n")[0];

    assertThat(line).contains("OllamaTracing.wrap");
    assertThat(Files.readString(SOURCE)).contains(line);
  }

  @Test
  void thePageNamesTheVersionOfThePom() throws Exception {
    String version =
        Files.readString(Path.of("pom.xml")).split("<version.ollama4j>")[1].split("<")[0];

    assertThat(Files.readString(PAGE)).contains("ollama4j`, " + version + ")");
  }
}

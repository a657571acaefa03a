package dev.spanloom.autolog.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** What {@code docs/guide/autolog-bedrock.md} shows. */
class BedrockGuideTest {
  private static final Path PAGE = Path.of("../../docs/guide/autolog-bedrock.md");
  private static final Path SOURCE =
      Path.of("src/test/java/dev/spanloom/autolog/bedrock/BedrockGuideTest.java");

  /** Compiled, not run: it needs the credentials of the machine. */
  static void wrapClients() {
    BedrockRuntimeClient client = BedrockTracing.wrap(BedrockRuntimeClient.create());
    BedrockRuntimeAsyncClient async = BedrockTracing.wrap(BedrockRuntimeAsyncClient.create());
    client.close();
    async.close();
  }

  @Test
  void everyLineOfJavaOnThePageIsALineOfThisTest() throws Exception {
    String page = Files.readString(PAGE);
    String java = page.split("```java\n")[1].split("```")[0];
    List<String> lines = Files.readAllLines(SOURCE).stream().map(String::strip).toList();

    assertThat(java.lines().map(String::strip)).isNotEmpty().allMatch(lines::contains);
  }

  @Test
  void thePageNamesTheVersionsOfThePom() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));
    String floor = pom.split("<version.bedrock>")[1].split("<")[0];
    String newest = pom.split("<version.bedrock.newest>")[1].split("<")[0];

    assertThat(Files.readString(PAGE)).contains(floor + " to " + newest);
  }
}

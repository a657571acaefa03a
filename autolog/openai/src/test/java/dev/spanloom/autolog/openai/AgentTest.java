package dev.spanloom.autolog.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.okhttp.OpenAIOkHttpClient;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.FakeProvider;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.testjvms.Jdk;
import dev.spanloom.testjvms.Jvm;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the agent, a program needs no line. */
class AgentTest {
  private final FakeProvider provider = new FakeProvider();

  @AfterEach
  void close() {
    provider.close();
  }

  /** What knows of nothing. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      Mlflow.setDestination(new InMemoryDestination()); // only to look at what was recorded
      OpenAIOkHttpClient.builder()
          .baseUrl(args[0])
          .apiKey("key")
          .build()
          .chat()
          .completions()
          .create(OpenAiCase.params("Which colour?"));
      Mlflow.flush();
      Mlflow.searchTraces().traces().get(0).data().spans().stream()
          .map(span -> "recorded " + span.name() + " " + span.outputs())
          .forEach(System.out::println);
      System.exit(0);
    }
  }

  private String run(String... options) throws IOException {
    provider.reply(new OpenAiWire().answer("It is blue.", 23, 7));
    List<String> command = new ArrayList<>(List.of(options));
    command.add("-javaagent:" + agentJar());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            provider.url() + "/v1"));
    return Jvm.run(Jdk.RUNNING, command);
  }

  private static String agentJar() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> path.matches(".*spanloom-agent-[^/]*\\.jar"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no jar of spanloom-agent on the class path"));
  }

  @Test
  void aProgramIsTracedWithoutALineOfCode() throws IOException {
    assertThat(run()).contains("recorded Completions").contains("It is blue.");
  }

  @Test
  void aSettingLeavesTheContentOut() throws IOException {
    assertThat(run("-Dspanloom.autolog.content=false"))
        .contains("recorded Completions")
        .doesNotContain("blue");
  }
}

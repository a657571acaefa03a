package dev.spanloom.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Launcher;
import com.acme.Program;
import dev.spanloom.testjvms.Jdk;
import dev.spanloom.testjvms.Jvm;
import dev.spanloom.weaving.Weaver;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpanloomAgentTest {
  private static final String TRACED = "span: find OK";
  private static final String RECORDED = "span: block ERROR IllegalStateException: lost";

  @TempDir Path folder;

  @Test
  void theProgramsClassesAreWoven() throws Exception {
    assertThat(run(agent(""))).contains(TRACED, RECORDED).doesNotContain("WARNING");
  }

  @Test
  void withoutTheAgentNothingIsWoven() throws Exception {
    assertThat(run()).contains("found: answer").doesNotContain(TRACED, RECORDED);
  }

  @Test
  void classesOfALoaderThatTheAgentDoesNotSeeAreWoven() throws Exception {
    Path launcher = folder.resolve("com/acme/Launcher.class");
    Files.createDirectories(launcher.getParent());
    Files.copy(classFile(Launcher.class), launcher);
    assertThat(
            runJava(
                agent(""),
                "-Dprogram.classpath=" + programClassPath(),
                "-cp",
                folder.toString(),
                Launcher.class.getName()))
        .contains(TRACED, RECORDED)
        .doesNotContain("WARNING");
  }

  @Test
  void enablingWeavingFindsTheAgentInForce() throws Exception {
    assertThat(
            runJava(
                agent(""),
                "-XX:+DisableAttachMechanism",
                "-cp",
                programClassPath(),
                Program.class.getName(),
                "enable"))
        .contains("in force: true")
        .doesNotContain("WARNING");
  }

  @Test
  void anExcludedClassStaysAsItIs() throws Exception {
    assertThat(run(agent("=exclude=com.acme.*"))).doesNotContain(TRACED, "WARNING");
  }

  @Test
  void aBadOptionIsShownAndStopsNothing() throws Exception {
    assertThat(run(agent("=colour=red,include=com.acme.*")))
        .contains("WARNING", "'colour=red'", "Known options: include=", TRACED);
  }

  @Test
  void wovenClassesAreCopiedToTheDebugFolder() throws Exception {
    run(agent("=debug=" + folder.resolve("woven")));
    assertThat(folder.resolve("woven/com/acme/Program.class")).isNotEmptyFile();
  }

  @Test
  void theAgentGivenTwiceWeavesOnce() throws Exception {
    assertThat(run(agent(""), agent(""))).containsOnlyOnce(TRACED).doesNotContain("WARNING");
  }

  @Test
  void anEngineThatFailsDoesNotStopTheProgram() throws Exception {
    Path broken = Files.copy(AgentJar.file(), folder.resolve("broken.jar"));
    try (FileSystem jar =
        FileSystems.newFileSystem(URI.create("jar:" + broken.toUri()), Map.of())) {
      Files.delete(jar.getPath("dev/spanloom/agent/shaded/weaving/WeavingTransformer.class"));
    }
    assertThat(run("-javaagent:" + broken))
        .contains("WARNING: Weaving is not in force, the program runs without it", "found: answer")
        .doesNotContain(TRACED);
  }

  private static String agent(String options) {
    return "-javaagent:" + AgentJar.file() + options;
  }

  private static String run(String... jvmOptions) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(jvmOptions));
    arguments.addAll(List.of("-cp", programClassPath(), Program.class.getName()));
    return Jvm.run(Jdk.RUNNING, arguments);
  }

  /** What the program printed. It must end well. */
  private static String runJava(String... arguments) throws IOException {
    return Jvm.run(Jdk.RUNNING, List.of(arguments));
  }

  /** Of a program with the SDK: what the agent brings must not come from there. */
  private static String programClassPath() {
    List<Path> agentsOwn =
        Stream.of(Weaver.class, ByteBuddy.class, ByteBuddyAgent.class, SpanloomAgent.class)
            .map(SpanloomAgentTest::location)
            .toList();
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(element -> !agentsOwn.contains(Path.of(element).toAbsolutePath()))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path location(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toAbsolutePath();
  }

  private static Path classFile(Class<?> type) {
    return location(type).resolve(type.getName().replace('.', '/') + ".class");
  }
}

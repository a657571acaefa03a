package dev.spanloom.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own, with the class path of this test. */
public final class ForkedJvm {
  private static final long LIMIT_SECONDS = 60;

  private ForkedJvm() {}

  /** What the program printed. It must end well, and within a minute. */
  public static String run(Path javaHome, Class<?> program, String... arguments) throws Exception {
    Path output = Files.createTempFile("forked", ".out");
    try {
      Process process =
          new ProcessBuilder(command(javaHome, program, arguments))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as("it ends; it printed: " + text(output)).isTrue();
      assertThat(process.exitValue()).as("exit code; it printed: " + text(output)).isZero();
      return text(output);
    } finally {
      Files.delete(output);
    }
  }

  private static List<String> command(Path javaHome, Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Jdks.java(javaHome).toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String text(Path output) throws IOException {
    return Files.readString(output);
  }
}

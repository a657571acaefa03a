package dev.spanloom.weaving.behaviour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that must end well, and in time. */
final class Jvm {
  private static final long LIMIT_SECONDS = 180;

  private Jvm() {}

  /**
   * Runs it to its end, and returns what it printed.
   *
   * @param output file that keeps what it printed
   */
  static String run(String name, List<String> command, Path output) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended;
    try {
      ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended = false;
    } finally {
      process.destroyForcibly();
    }
    String printed = Files.readString(output);
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError(
          name
              + (ended ? " ended with code " + process.exitValue() : " did not end in time")
              + "; it printed:\n"
              + printed.substring(0, Math.min(8000, printed.length())));
    }
    return printed;
  }
}

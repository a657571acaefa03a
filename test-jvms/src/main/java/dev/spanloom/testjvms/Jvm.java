package dev.spanloom.testjvms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that must end well, and in time. */
public final class Jvm {
  private static final long LIMIT_SECONDS = 180;
  private static final int SHOWN_CHARS = 8000;

  private Jvm() {}

  /**
   * Runs a program, with the class path of this JVM, in a JVM of its own.
   *
   * @param options of the JVM
   * @return what it printed, errors too
   * @throws AssertionError when it does not end well, or not in time; with what it printed
   */
  public static String run(Jdk jdk, List<String> options, Class<?> program) throws IOException {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    return run(jdk, arguments);
  }

  /** {@link #run(Jdk, List, Class)} with all that stands behind {@code java}. */
  public static String run(Jdk jdk, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.addAll(arguments);
    Path output = Files.createTempFile("jvm", ".out");
    try {
      return run("The program", command, output);
    } finally {
      Files.delete(output);
    }
  }

  /**
   * Runs a process to its end, and returns what it printed, errors too.
   *
   * @param name for the message
   * @param output file that keeps what it printed
   * @throws AssertionError when it does not end well, or not in time; with what it printed
   */
  public static String run(String name, List<String> command, Path output) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended;
    try {
      process.getOutputStream().close();
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
              + printed.substring(0, Math.min(SHOWN_CHARS, printed.length())));
    }
    return printed;
  }
}

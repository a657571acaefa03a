package dev.spanloom.browser;

import dev.spanloom.testjvms.Jdk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code spanloom server}, from the jar that users get, on a free port. */
final class CommandServer implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile(" at (http://\\S+)\\s");
  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final Path output;

  private CommandServer(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static Path jar() {
    return Path.of(System.getProperty("spanloom.cli.jar"));
  }

  static CommandServer start(Path folder, String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Jdk.RUNNING.java().toString(),
                "-Xmx1g",
                "-jar",
                jar().toString(),
                "server",
                "--port",
                "0"));
    command.addAll(List.of(words));
    Path output = Files.createTempFile(folder, "server", ".out");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new CommandServer(process, output);
  }

  /** Makes a token, which a server with that file then wants. */
  static String token(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Jdk.RUNNING.java().toString(),
                "-jar",
                jar().toString(),
                "token",
                "create",
                "reader",
                "--role",
                "read",
                "--token-file",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher token = Pattern.compile("spanloom_\\S+").matcher(said);
    if (process.waitFor() != 0 || !token.find()) {
      throw new AssertionError("no token was made:\n" + said);
    }
    return token.group();
  }

  /** Waits until it says where it is. */
  String url() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() - deadline < 0 && process.isAlive()) {
      Matcher address = ADDRESS.matcher(Files.readString(output));
      if (address.find()) {
        return address.group(1);
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("the server did not start:\n" + Files.readString(output));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

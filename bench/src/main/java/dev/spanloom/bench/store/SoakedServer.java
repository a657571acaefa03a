package dev.spanloom.bench.store;

import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.SpanloomServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server over a store in a process of its own, which can be killed. Not thread-safe. */
final class SoakedServer implements AutoCloseable {
  private static final long MOST_SECONDS_TO_START = 60;
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final Process process;
  private final URI uri;
  private final long startMillis;

  private SoakedServer(Process process, URI uri, long startMillis) {
    this.process = process;
    this.uri = uri;
    this.startMillis = startMillis;
  }

  /** The program of the process: {@code URI PORT}. It says where it listens, and serves on. */
  public static void main(String[] args) {
    BenchStore bench = BenchStore.open(args[0]);
    SpanloomServer server =
        SpanloomServer.start(
            bench.store(), ServerOptions.defaults().withPort(Integer.parseInt(args[1])));
    System.out.println(server.uri());
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param port 0 for a free one
   * @param log where its own lines go
   */
  static SoakedServer start(String storeUri, int port, String heap, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseParallelGC"); // as the command has it
    command.add("-Xmx" + heap);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(SoakedServer.class.getName(), storeUri, Integer.toString(port)));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.remove("JAVA_TOOL_OPTIONS");
    long start = System.nanoTime();
    Process process = builder.start();
    String line =
        process.inputReader(StandardCharsets.UTF_8).readLine(); // one line, or the end of it
    if (line == null) {
      process.destroyForcibly();
      throw new IOException("the server did not start; " + log + " says why");
    }
    return new SoakedServer(
        process, URI.create(line), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  URI uri() {
    return uri;
  }

  /** From the start of the process until it listened. */
  long startMillis() {
    return startMillis;
  }

  /** Resident memory in MB; 0 where the system does not tell. */
  long residentMegabytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    Matcher matcher = RESIDENT.matcher(Files.readString(status));
    return matcher.find() ? Long.parseLong(matcher.group(1)) / 1024 : 0;
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(MOST_SECONDS_TO_START, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(MOST_SECONDS_TO_START, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

package dev.spanloom.cli;

import dev.spanloom.testjvms.Jdk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code spanloom server} as a process of its own, on a free port. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:^| at |\\s)(https?://[^/\\s]+:\\d+)(?=[/\\s])");
  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final Path output;
  private final HttpClient client = HttpClient.newHttpClient();

  private ServerProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static ServerProcess start(Path folder, Map<String, String> environment, String... words)
      throws IOException {
    return startCommand("server", folder, environment, words);
  }

  /** Another command that serves. */
  static ServerProcess startCommand(
      String name, Path folder, Map<String, String> environment, String... words)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Jdk.RUNNING.java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SpanloomCommand.class.getName(),
                name));
    command.addAll(List.of(words));
    Path output = Files.createTempFile(folder, "server", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new ServerProcess(builder.start(), output);
  }

  Process process() {
    return process;
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /** Waits until it says where it is. */
  URI uri() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() - deadline < 0) {
      Matcher address = ADDRESS.matcher(output());
      if (address.find()) {
        return URI.create(address.group(1));
      }
      if (!process.isAlive()) {
        break;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("the server did not start:\n" + output());
  }

  /** Waits for a whole line of its output that has a text. */
  String awaitLine(String part) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() - deadline < 0 && process.isAlive()) {
      String said = output();
      String whole = said.substring(0, said.lastIndexOf('\n') + 1);
      Optional<String> line = whole.lines().filter(each -> each.contains(part)).findFirst();
      if (line.isPresent()) {
        return line.get();
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("no line with " + part + ":\n" + output());
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri().resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(path.startsWith("http") ? URI.create(path) : uri().resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Waits for its end and returns what it ended with. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the server did not end in time");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

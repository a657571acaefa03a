package dev.spanloom.testpostgresql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that runs, and what it says. Thread-safe; owns the process and a thread. */
final class ServerProcess {
  private static final long LIMIT_SECONDS = 180;
  private static final int LINES_KEPT = 200;
  private static final String READY = "database system is ready to accept connections";

  /**
   * The shell becomes the server. Beside it waits a watcher, which is nobody's child, for the end
   * of the input: that comes when the JVM wants it, and when the JVM is no more.
   */
  private static final String SCRIPT =
      """
      exec 3<&0
      folder=$1
      shift
      ( (
        word=
        while read -r line <&3; do word=$line; done
        kill -INT $$ 2>/dev/null
        while kill -0 $$ 2>/dev/null; do sleep 0.05; done
        [ "$word" = keep ] || rm -rf -- "$folder"
      ) >/dev/null 2>&1 & )
      exec 3<&-
      exec "$@" </dev/null
      """;

  private static final byte[] KEEP = "keep\n".getBytes(StandardCharsets.US_ASCII);

  private final Process process;
  private final Deque<String> lines = new ArrayDeque<>();
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

  private ServerProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a server and waits until it takes connections.
   *
   * @param folder what goes when the server ends and is not to be started again
   */
  static ServerProcess start(Unprivileged way, List<String> server, Path folder)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", folder.toString()));
    command.addAll(server);
    ServerProcess started =
        new ServerProcess(
            new ProcessBuilder(way.command(command)).redirectErrorStream(true).start());
    Thread listener = new Thread(started::listen, "spanloom-test-postgresql-log");
    listener.setDaemon(true);
    listener.start();
    if (!started.isReady()) {
      started.stop();
      throw new IOException("the server said: " + started.said());
    }
    return started;
  }

  private void listen() {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        keep(line);
        if (line.contains(READY)) {
          ready.complete(true);
        }
      }
    } catch (IOException e) {
      keep(e.toString());
    }
    ready.complete(false);
  }

  private synchronized void keep(String line) {
    if (lines.size() == LINES_KEPT) {
      lines.removeFirst();
    }
    lines.add(line);
  }

  private synchronized String said() {
    return String.join("\n", lines);
  }

  private boolean isReady() {
    try {
      return ready.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      keep("not ready after " + LIMIT_SECONDS + " seconds");
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends every process of the server at once; its folder stays. */
  void kill() {
    say(KEEP);
    List<ProcessHandle> backends = process.descendants().toList();
    process.destroyForcibly();
    backends.forEach(ProcessHandle::destroyForcibly);
    backends.forEach(backend -> backend.onExit().join());
    process.onExit().join();
  }

  /** Ends the server in good order; its folder stays. */
  void stop() {
    say(KEEP);
    close();
  }

  /** Ends the server; its folder goes, unless it was to stay. */
  void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      keep(e.toString()); // it has ended already
    }
    process.onExit().join();
  }

  private void say(byte[] word) {
    try {
      OutputStream input = process.getOutputStream();
      input.write(word);
      input.flush();
    } catch (IOException e) {
      keep(e.toString()); // it has ended already
    }
  }
}

package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import dev.spanloom.testjvms.Jdk;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are told to stop, as by Ctrl-C. */
@Timeout(120)
class InterruptionTest {
  private static final int TRACES = 1000;

  @TempDir Path folder;

  @Test
  void anImportThatIsStoppedLeavesTheStoreWholeAndCanBeRepeated() throws Exception {
    String store = StoredTraces.write(folder.resolve("traces.db"), TRACES);
    List<String> export = CommandRun.of("traces", "export", "--store", store).lines();
    Path copy = folder.resolve("copy.db");

    Process importing = start("traces", "import", "-", "--store", "sqlite:" + copy);
    try (BufferedWriter lines = importing.outputWriter()) {
      for (String line : export.subList(0, TRACES * 9 / 10)) {
        lines.write(line);
        lines.newLine();
      }
      lines.flush();
      awaitTraces(copy);
      importing.destroy();
      assertThat(importing.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(importing.exitValue()).isEqualTo(128 + 15);
    } catch (IOException e) {
      // the pipe breaks with the process
    } finally {
      importing.destroyForcibly();
    }

    CommandRun check = CommandRun.of("doctor", "--check", "--store", "sqlite:" + copy);
    assertThat(check.out()).contains("Checked: no damage.");
    CommandRun again =
        CommandRun.of(
            dev.spanloom.cli.terminal.Terminal.NONE,
            String.join("\n", export),
            "traces",
            "import",
            "-",
            "--store",
            "sqlite:" + copy);
    assertThat(again.code()).isZero();
    assertThat(all("sqlite:" + copy)).isEqualTo(all(store));
  }

  private static String all(String store) {
    return CommandRun.of("traces", "search", "--all", "-o", "jsonl", "--store", store).out();
  }

  private Process start(String... words) throws IOException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Jdk.RUNNING.java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SpanloomCommand.class.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  /** Waits until another process has written some traces. */
  private static void awaitTraces(Path file) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() - deadline < 0) {
      if (java.nio.file.Files.exists(file)) {
        try (TraceStore store = SqliteTraceStore.open(file)) {
          if (store.search().count(TraceQuery.builder("0", "1").build()) > 0) {
            return;
          }
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("no trace was imported in time");
  }
}

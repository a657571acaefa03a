package dev.spanloom.storage.sqlite;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.testjvms.Jdk;
import java.nio.file.Path;

/**
 * Writes traces of three spans for ever, saying the number of each once it is acknowledged. Run in
 * a process of its own, to be killed or to write beside others.
 */
final class CrashWriter {
  private CrashWriter() {}

  /** Arguments: the file, the number of the first trace, how many. */
  public static void main(String[] arguments) {
    long first = Long.parseLong(arguments[1]);
    long count = Long.parseLong(arguments[2]);
    try (TraceStore store = SqliteTraceStore.open(Path.of(arguments[0]))) {
      for (long i = first; i < first + count; i++) {
        store.writer().write(Batches.of(i, 3));
        System.out.println(i);
        System.out.flush();
      }
    }
  }

  static Process start(Path file, long first, long count) throws java.io.IOException {
    return new ProcessBuilder(
            Jdk.RUNNING.java().toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            CrashWriter.class.getName(),
            file.toString(),
            Long.toString(first),
            Long.toString(count))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}

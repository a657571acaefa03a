package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.testjvms.Jdk;
import java.io.IOException;

/**
 * Writes traces of three spans for ever, saying the number of each once it is acknowledged. Run in
 * a process of its own, to be killed or to write beside others.
 */
final class CrashWriter {
  private CrashWriter() {}

  /** Arguments: the URI, the number of the first trace, how many. */
  public static void main(String[] arguments) {
    long first = Long.parseLong(arguments[1]);
    long count = Long.parseLong(arguments[2]);
    try (TraceStore store = PostgresTraceStore.open(arguments[0])) {
      for (long i = first; i < first + count; i++) {
        store.writer().write(Batches.of(i, 3));
        System.out.println(i);
        System.out.flush();
      }
    }
  }

  static Process start(String uri, long first, long count) throws IOException {
    return new ProcessBuilder(
            Jdk.RUNNING.java().toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            CrashWriter.class.getName(),
            uri,
            Long.toString(first),
            Long.toString(count))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}

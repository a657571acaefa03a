package dev.spanloom.storage.transfer;

import dev.spanloom.testjvms.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Exports to a file and gets no further than the first trace, which it says. */
final class StalledExport {
  private StalledExport() {}

  /** Arguments: the file. */
  public static void main(String[] arguments) {
    var store = Examples.filled();
    TraceExport.of(store)
        .write(
            Examples.all(store),
            ExportFormat.SPANLOOM,
            Path.of(arguments[0]),
            (done, total) -> {
              System.out.println(done);
              System.out.flush();
              stall();
            });
  }

  private static void stall() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Process start(Path file) throws IOException {
    return new ProcessBuilder(
            Jdk.RUNNING.java().toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            StalledExport.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}

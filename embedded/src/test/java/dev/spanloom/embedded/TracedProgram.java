package dev.spanloom.embedded;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.testjvms.Jdk;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Traces on two threads for ever, and says the id of each span once its {@code close()} has
 * returned. Run in a process of its own, to be killed. One span stays open all the time.
 */
final class TracedProgram {
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(java.io.FileDescriptor.out), false);

  private TracedProgram() {}

  public static void main(String[] arguments) throws InterruptedException {
    LiveSpan forEver = Mlflow.startSpanNoContext("for ever");
    say("open", forEver);
    List<Thread> threads =
        List.of(new Thread(TracedProgram::trace, "one"), new Thread(TracedProgram::trace, "two"));
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void trace() {
    for (int i = 0; ; i++) {
      LiveSpan seen;
      try (LiveSpan root = Mlflow.startSpan("request", "AGENT")) {
        root.setInputs(Map.of("question", "q".repeat(i % 700)));
        for (int k = 0; k < 2; k++) {
          try (LiveSpan child = Mlflow.startSpan("step")) {
            child.setOutputs(k);
            seen = child;
          }
          say("closed", seen);
        }
        seen = root;
      }
      say("closed", seen);
    }
  }

  private static void say(String what, LiveSpan span) {
    synchronized (OUT) {
      OUT.print(what + " " + span.traceId() + " " + span.spanId() + "\n");
      OUT.flush();
    }
  }

  /**
   * Starts one.
   *
   * @param intervalMillis how long spans wait for their export
   */
  static Process start(Path store, Path spools, long intervalMillis) throws IOException {
    return start(TracedProgram.class, store, spools, intervalMillis);
  }

  /** Starts another program in the same way. */
  static Process start(Class<?> program, Path store, Path spools, long intervalMillis)
      throws IOException {
    return new ProcessBuilder(
            Jdk.RUNNING.java().toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Dmlflow.tracking.uri=sqlite:" + store,
            "-Dspanloom.spool.dir=" + spools,
            "-Dspanloom.spool.segment-bytes=65536",
            "-Dspanloom.export.interval-millis=" + intervalMillis,
            "-cp",
            System.getProperty("java.class.path"),
            program.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}

package dev.spanloom.bench;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the spool costs the program, beside the queue in memory: children of an open span, their end
 * alone ({@code end}), and with their start ({@code whole}), in bursts as in {@link SpanBenchmark}.
 * {@code bytes} is about the size of the encoded span.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@OperationsPerInvocation(SpoolBenchmark.BURST)
public class SpoolBenchmark {
  static final int BURST = 500;

  /** Ids, times, name, type and status of a span take about so many bytes. */
  private static final int FRAME_BYTES = 120;

  @Param({"off", "on"})
  String spool = "on";

  @Param({"200", "2000"})
  int bytes;

  private final LiveSpan[] open = new LiveSpan[BURST];
  private String text = "";
  private Path folder = Path.of("");
  private LiveSpan parent = Mlflow.getCurrentActiveSpan();

  @Setup(Level.Trial)
  public void start() throws IOException {
    folder = Files.createTempDirectory("spanloom-bench");
    System.setProperty("spanloom.spool", spool);
    System.setProperty("spanloom.spool.dir", folder.toString());
    Mlflow.reset();
    Mlflow.setTrackingUri("discard:");
    text = "x".repeat(bytes - FRAME_BYTES);
  }

  /** Started anew each time; of those that a benchmark does not end, nothing stays. */
  @Setup(Level.Invocation)
  public void startSpans() {
    parent = Mlflow.startSpanNoContext("parent"); // a trace has a limit of spans
    for (int i = 0; i < BURST; i++) {
      open[i] = Mlflow.startSpanNoContext("child", "CHAIN", parent);
      open[i].setInputs(text);
    }
    Mlflow.flush();
  }

  @TearDown(Level.Invocation)
  public void endSpans() {
    for (LiveSpan span : open) {
      span.end(); // nothing happens when it has ended
    }
    parent.end();
  }

  @TearDown(Level.Trial)
  public void stop() throws IOException {
    System.out.println(Mlflow.exportStats());
    Mlflow.reset();
    Files.deleteIfExists(folder);
  }

  @Benchmark
  public void end() {
    for (LiveSpan span : open) {
      span.end();
    }
  }

  @Benchmark
  public void whole(Blackhole hole) {
    for (int i = 0; i < BURST; i++) {
      LiveSpan span = Mlflow.startSpanNoContext("child", "CHAIN", parent);
      span.setInputs(text);
      span.end();
      hole.consume(span);
    }
  }
}

package dev.spanloom.bench;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
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
 * What it costs that {@code close()} looks where it is called from: spans below an open one, in
 * bursts as in {@link SpanBenchmark}. {@code closed} with {@code detect=true} minus {@code closed}
 * with {@code detect=false} is the look; {@code ended} never looks. {@code closedDeep} has the
 * stack of a program under a web framework.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@OperationsPerInvocation(CloseBenchmark.BURST)
public class CloseBenchmark {
  static final int BURST = 500;

  private static final String SETTING = "spanloom.close.detect-exceptions";
  private static final int DEPTH = 80;

  @Param({"true", "false"})
  boolean detect;

  @Setup(Level.Trial)
  public void start() {
    System.setProperty(SETTING, Boolean.toString(detect));
    Mlflow.reset();
    Mlflow.setDestination(new DiscardingDestination());
  }

  @Setup(Level.Invocation)
  public void waitForTheBackground() {
    Mlflow.flush();
  }

  @TearDown(Level.Trial)
  public void stop() {
    System.clearProperty(SETTING);
    Mlflow.reset();
  }

  @Benchmark
  public void closed(Blackhole hole) {
    burst(hole);
  }

  @Benchmark
  public void closedDeep(Blackhole hole) {
    descend(DEPTH, hole);
  }

  private static void descend(int levels, Blackhole hole) {
    if (levels == 0) {
      burst(hole);
    } else {
      descend(levels - 1, hole);
    }
  }

  private static void burst(Blackhole hole) {
    try (LiveSpan parent = Mlflow.startSpan("parent")) {
      for (int i = 1; i < BURST; i++) {
        try (LiveSpan span = Mlflow.startSpan("child")) {
          hole.consume(span);
        }
      }
    }
  }

  @Benchmark
  public void ended(Blackhole hole) {
    try (LiveSpan parent = Mlflow.startSpan("parent")) {
      for (int i = 1; i < BURST; i++) {
        LiveSpan span = Mlflow.startSpan("child");
        hole.consume(span);
        span.end();
      }
    }
  }
}

package dev.spanloom.bench;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.Trace;
import dev.spanloom.entities.SpanAttributeKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the build plugin weaves, beside the same written by hand: a {@code @Trace} method and a
 * lambda that records as much; a plain try-with-resources block and one with its own catch. In
 * bursts of child spans, as {@link SpanBenchmark} has them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@OperationsPerInvocation(WeavingBenchmark.BURST)
public class WeavingBenchmark {
  static final int BURST = 500;

  @SuppressWarnings("StaticAssignmentOfThrowable") // making one would be most of what is measured
  private static final IllegalStateException FAILURE = new IllegalStateException("no");

  @Setup(Level.Trial)
  public void start() {
    Mlflow.setDestination(new DiscardingDestination());
  }

  @Setup(Level.Invocation)
  public void waitForTheBackground() {
    Mlflow.flush();
  }

  @TearDown(Level.Trial)
  public void stop() {
    Mlflow.reset();
  }

  @Benchmark
  public void methodWoven(Blackhole hole) {
    try (LiveSpan parent = Mlflow.startSpan("parent")) {
      for (int i = 1; i < BURST; i++) {
        hole.consume(add(i, 2));
      }
    }
  }

  @Trace
  private static int add(int x, int y) {
    return x + y;
  }

  @Benchmark
  public void methodByLambda(Blackhole hole) {
    try (LiveSpan parent = Mlflow.startSpan("parent")) {
      for (int i = 1; i < BURST; i++) {
        hole.consume(addByLambda(i, 2));
      }
    }
  }

  private static int addByLambda(int x, int y) {
    return Mlflow.spanBuilder("add")
        .attribute(SpanAttributeKey.FUNCTION_NAME, "add")
        .call(
            span -> {
              Map<String, Object> inputs = new LinkedHashMap<>();
              inputs.put("x", x);
              inputs.put("y", y);
              span.setInputs(inputs);
              int sum = x + y;
              span.setOutputs(sum);
              return sum;
            });
  }

  @Benchmark
  public void blockWoven(Blackhole hole) {
    try (LiveSpan parent = Mlflow.startSpan("parent")) {
      for (int i = 1; i < BURST; i++) {
        try (LiveSpan span = Mlflow.startSpan("child")) {
          hole.consume(span);
        }
      }
    }
  }

  @Benchmark
  public void blockByHand(Blackhole hole) {
    try (LiveSpan parent = Mlflow.startSpan("parent")) {
      for (int i = 1; i < BURST; i++) {
        LiveSpan span = Mlflow.startSpan("child");
        try {
          hole.consume(span);
        } catch (RuntimeException | Error e) {
          span.recordException(e);
          throw e;
        } finally {
          span.end();
        }
      }
    }
  }

  @Benchmark
  public void failingBlockWoven(Blackhole hole) {
    try (LiveSpan parent = Mlflow.startSpan("parent")) {
      for (int i = 1; i < BURST; i++) {
        try (LiveSpan span = Mlflow.startSpan("child")) {
          throw FAILURE;
        } catch (IllegalStateException e) {
          hole.consume(e);
        }
      }
    }
  }

  @Benchmark
  public void failingBlockByHand(Blackhole hole) {
    try (LiveSpan parent = Mlflow.startSpan("parent")) {
      for (int i = 1; i < BURST; i++) {
        LiveSpan span = Mlflow.startSpan("child");
        try {
          throw FAILURE;
        } catch (IllegalStateException e) {
          span.recordException(e);
          hole.consume(e);
        } finally {
          span.end();
        }
      }
    }
  }
}

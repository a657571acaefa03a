package dev.spanloom.bench;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What tracing costs a program in which it is turned off. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DisabledBenchmark {
  private final Map<String, Object> inputs = Map.of("x", 1, "y", 2);

  @Setup(Level.Trial)
  public void disable() {
    Mlflow.disable();
  }

  @TearDown(Level.Trial)
  public void enable() {
    Mlflow.reset();
  }

  @Benchmark
  public LiveSpan disabledSpan() {
    try (LiveSpan span = Mlflow.startSpan("my_span")) {
      span.setInputs(inputs);
      span.setOutputs(3);
      return span;
    }
  }
}

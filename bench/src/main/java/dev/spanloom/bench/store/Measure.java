package dev.spanloom.bench.store;

import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;

/** Measures a call that is made many times with other constants each time. */
final class Measure {
  static final int RUNS = 60;

  private static final int WARM_UP_RUNS = 200;

  /** A call that takes longer than this on average is not made so often. */
  private static final long LONG_NANOS = 2_000_000_000L;

  private static final int RUNS_OF_LONG_CALLS = 5;

  private Measure() {}

  /** Measures the first calls of their kind, which find nothing compiled. */
  static <T> Latencies first(int calls, IntFunction<T> call) {
    Latencies latencies = new Latencies();
    for (int run = 0; run < calls; run++) {
      long before = System.nanoTime();
      var unused = call.apply(run);
      latencies.add(System.nanoTime() - before);
    }
    return latencies;
  }

  /** Makes so many calls, or as many as there is time for, so that all they need is compiled. */
  static <T> void wearIn(int calls, Duration most, IntFunction<T> call) {
    long end = System.nanoTime() + most.toNanos();
    for (int run = 0; run < calls && System.nanoTime() < end; run++) {
      var unused = call.apply(run);
    }
  }

  /**
   * Measures a call.
   *
   * @param call takes the number of the run
   * @param check looks at every answer, outside of the measured time
   */
  static <T> Latencies calls(IntFunction<T> call, ObjIntConsumer<T> check) {
    long start = System.nanoTime();
    int warmUp = 0;
    while (warmUp < WARM_UP_RUNS && (warmUp == 0 || System.nanoTime() - start < LONG_NANOS)) {
      check.accept(call.apply(warmUp), warmUp);
      warmUp++;
    }
    boolean tooLong = (System.nanoTime() - start) / warmUp >= LONG_NANOS;
    Latencies latencies = new Latencies();
    for (int run = 0; run < (tooLong ? RUNS_OF_LONG_CALLS : RUNS); run++) {
      long before = System.nanoTime();
      T answer = call.apply(run);
      latencies.add(System.nanoTime() - before);
      check.accept(answer, run);
    }
    return latencies;
  }
}

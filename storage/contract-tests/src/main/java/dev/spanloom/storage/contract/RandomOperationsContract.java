package dev.spanloom.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any mixture of operations leaves an engine with what the in-memory reference store has. A failure
 * names its seed; to repeat it set the system property {@code spanloom.contract.seed}.
 */
public abstract class RandomOperationsContract extends StoreContract {
  private static final int ROUNDS = 20;
  private static final int OPERATIONS = 100;

  @TempDir Path archives;

  @Test
  void theEngineAnswersAsTheReferenceStore() {
    Long given = Long.getLong("spanloom.contract.seed");
    long first = given == null ? new Random().nextLong() : given;
    for (long seed = first; seed < first + (given == null ? ROUNDS : 1); seed++) {
      compare(seed);
    }
  }

  private void compare(long seed) {
    Random random = new Random(seed);
    List<String> log = new ArrayList<>();
    try (TraceStore reference = new InMemoryTraceStore()) {
      RandomOperations onReference = new RandomOperations(reference, archives.resolve("reference"));
      RandomOperations onEngine = new RandomOperations(store, archives.resolve("engine"));
      onEngine.clear();
      for (int i = 0; i < OPERATIONS; i++) {
        long step = random.nextLong();
        String expected = onReference.run(new Random(step));
        log.add(expected);
        assertThat(onEngine.run(new Random(step)))
            .as("seed %d, after %s", seed, log)
            .isEqualTo(expected);
        if (i % 10 == 9) {
          assertThat(onEngine.contents())
              .as("seed %d, after %s", seed, log)
              .isEqualTo(onReference.contents());
          comparePercentiles(
              onEngine.questions().percentiles(new Random(step)),
              onReference.questions().percentiles(new Random(step)),
              seed);
        }
      }
    }
  }

  private static void comparePercentiles(List<Double> answered, List<Double> exact, long seed) {
    assertThat(answered).as("seed %d", seed).hasSameSizeAs(exact);
    for (int i = 0; i < exact.size(); i++) {
      assertThat(answered.get(i))
          .as("seed %d", seed)
          .isCloseTo(exact.get(i), within(Math.abs(exact.get(i)) * 0.02 + 1e-9));
    }
  }
}

package dev.spanloom.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/**
 * Any filter, in any order and on pages of any size, finds in an engine what it finds in the
 * in-memory reference store. A failure names its seed; to repeat it set the system property {@code
 * spanloom.contract.seed}.
 */
public abstract class HostileFiltersContract extends StoreContract {
  private static final int ROUNDS = Integer.getInteger("spanloom.contract.rounds", 2);
  private static final int MOST_DIFFERENCES = 5;

  @Test
  void anyFilterFindsWhatTheReferenceStoreFinds() {
    each(ROUNDS, seed -> compare(seed, 60, 0, 1, 300));
  }

  /** So many that an engine has a choice of ways. */
  @Test
  void anyFilterFindsAmongManyTracesWhatTheReferenceStoreFinds() {
    each(1 + ROUNDS / 10, seed -> compare(seed, 3_000, 3_000, 100, 150));
  }

  private void each(int rounds, LongConsumer compare) {
    Long given = Long.getLong("spanloom.contract.seed");
    long first = given == null ? new Random().nextLong() : given;
    for (long seed = first; seed < first + (given == null ? rounds : 1); seed++) {
      HostileWorld.EXPERIMENTS.forEach(
          id -> store.deletion().deleteUntil(id, Long.MAX_VALUE, null));
      compare.accept(seed);
    }
  }

  private void compare(long seed, int traces, int spread, int together, int queries) {
    Random random = new Random(seed);
    try (TraceStore reference = new InMemoryTraceStore()) {
      for (WriteBatch batch : new HostileWorld(random).batches(traces, spread, together)) {
        reference.writer().write(batch);
        store.writer().write(batch);
      }
      if (random.nextBoolean()) {
        assertThat(store.health().awaitIndexed(Duration.ofMinutes(5))).isTrue();
      }
      HostileFilters filters = new HostileFilters(random, spread);
      List<String> differences = new ArrayList<>();
      for (int i = 0; i < queries && differences.size() < MOST_DIFFERENCES; i++) {
        compare(reference, query(filters, random, traces), differences);
      }
      assertThat(differences).as("seed %d", seed).isEmpty();
    }
  }

  private static TraceQuery query(HostileFilters filters, Random random, int traces) {
    return TraceQuery.builder(
            random.nextInt(3) == 0 ? new String[] {"3"} : new String[] {"0", "3", "no"})
        .filter(filters.filter(3))
        .orderBy(filters.order())
        .maxResults(random.nextInt(3) == 0 ? Math.max(5, traces / 20) : 1_000)
        .build();
  }

  private void compare(TraceStore reference, TraceQuery query, List<String> differences) {
    List<String> expected = found(reference, query);
    List<String> actual = found(store, query);
    long count = store.search().count(query);
    if (!actual.equals(expected) || count != expected.size()) {
      List<String> missing = new ArrayList<>(expected);
      missing.removeAll(actual);
      List<String> added = new ArrayList<>(actual);
      added.removeAll(expected);
      differences.add(
          "missing "
              + missing
              + ", added "
              + added
              + (missing.isEmpty() && added.isEmpty() ? " " + expected + " came as " + actual : "")
              + ", counted "
              + count
              + " of "
              + expected.size()
              + ": "
              + query);
    }
  }

  /** The ids on all pages. */
  private static List<String> found(TraceStore in, TraceQuery query) {
    List<String> ids = new ArrayList<>();
    String token = null;
    do {
      TracePage page =
          in.search()
              .search(
                  new TraceQuery(
                      query.experimentIds(),
                      query.filter(),
                      query.orderBy(),
                      query.maxResults(),
                      token));
      page.infos().stream().map(TraceInfo::traceId).forEach(ids::add);
      token = page.nextPageToken();
    } while (token != null);
    return ids;
  }
}

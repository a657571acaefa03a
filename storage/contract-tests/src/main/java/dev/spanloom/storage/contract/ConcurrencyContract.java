package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.OTHER_TRACE;
import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.child;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.said;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.storage.TraceQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many callers at once lose nothing and double nothing. */
@Timeout(300)
public abstract class ConcurrencyContract extends StoreContract {
  private static final int WRITERS = 64;

  private static <T> List<T> allAtOnce(int threads, IntFunction<T> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        Callable<T> task =
            () -> {
              start.await();
              return work.apply(number);
            };
        futures.add(pool.submit(task));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(240, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void sixtyFourWritersOfOneTraceLoseNothing() throws Exception {
    allAtOnce(
        WRITERS,
        i -> {
          for (int j = 0; j < 5; j++) {
            write(i == 0 && j == 0 ? root(TRACE) : child(TRACE, i * 5 + j));
          }
          return true;
        });
    assertThat(readTrace(TRACE).data().spans()).hasSize(WRITERS * 5);
    assertThat(readInfo(TRACE).traceMetadata().get("mlflow.trace.sizeStats"))
        .contains("\"num_spans\": " + WRITERS * 5);
  }

  @Test
  void writersOfTheSameSpansDoubleNothing() throws Exception {
    allAtOnce(WRITERS, i -> write(root(TRACE), child(TRACE, 1), child(TRACE, 2)));
    assertThat(readTrace(TRACE).data().spans()).hasSize(3);
  }

  @Test
  void infosAndSpansOfOneTraceAtOnceMakeOneTrace() throws Exception {
    allAtOnce(
        WRITERS,
        i -> {
          if (i % 2 == 0) {
            write(said(TRACE).tag("t" + i, "v").build());
          } else {
            write(child(TRACE, i));
          }
          return true;
        });
    assertThat(readTrace(TRACE).data().spans()).hasSize(WRITERS / 2);
    assertThat(readInfo(TRACE).tags()).hasSizeGreaterThanOrEqualTo(WRITERS / 2);
  }

  @Test
  void whatWasAcknowledgedIsSeenByTheNextRead() throws Exception {
    List<Boolean> seen =
        allAtOnce(
            16,
            i -> {
              write(root(traceId(i)));
              return store.reader().trace(traceId(i)).isPresent()
                  && store.search().search(TraceQuery.builder("0").build()).infos().stream()
                      .anyMatch(info -> info.traceId().equals(traceId(i)));
            });
    assertThat(seen).containsOnly(true);
  }

  @Test
  void assessmentsCreatedAtOnceAllStay() throws Exception {
    write(root(TRACE));
    Set<String> ids =
        allAtOnce(
                32,
                i ->
                    String.valueOf(
                        store
                            .assessments()
                            .create(Feedback.builder("f" + i).value(i).traceId(TRACE).build())
                            .assessmentId()))
            .stream()
            .collect(Collectors.toSet());
    assertThat(ids).hasSize(32);
    assertThat(readInfo(TRACE).assessments()).hasSize(32);
  }

  @Test
  void anExperimentAskedForByManyIsCreatedOnce() throws Exception {
    List<Experiment> all = allAtOnce(16, i -> store.experiments().getOrCreate("shared"));
    assertThat(Set.copyOf(all)).hasSize(1);
  }

  @Test
  void readersSeeWholeBatchesOnly() throws Exception {
    List<Boolean> consistent =
        allAtOnce(
            8,
            i -> {
              boolean whole = true;
              for (int round = 0; round < 20; round++) {
                if (i == 0) {
                  write(root(OTHER_TRACE), child(OTHER_TRACE, 1), child(OTHER_TRACE, 2));
                  store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(OTHER_TRACE));
                } else {
                  whole &=
                      store
                          .reader()
                          .trace(OTHER_TRACE)
                          .map(trace -> trace.data().spans().size() == 3)
                          .orElse(true);
                }
              }
              return whole;
            });
    assertThat(consistent).containsOnly(true);
  }
}

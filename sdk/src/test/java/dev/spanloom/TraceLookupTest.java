package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TraceLookupTest extends TracingTest {
  @Test
  void aTraceIsThereRightAfterItsRootIsClosed() {
    for (int i = 0; i < 50; i++) {
      Mlflow.startSpan("s" + i).close();
      String id = Mlflow.getLastActiveTraceId().orElseThrow();
      Trace trace = Mlflow.getTrace(id).orElseThrow();
      assertThat(trace.info().name()).isEqualTo("s" + i);
      assertThat(trace.info().state()).isEqualTo(TraceState.OK);
      assertThat(trace.data().spans()).hasSize(1);
    }
  }

  @Test
  void aRunningTraceShowsItsOpenSpansWithoutAnEnd() {
    try (var root = Mlflow.startSpan("root")) {
      Mlflow.startSpan("ended").close();
      try (var open = Mlflow.startSpan("open")) {
        open.setInputs("so far");
        Trace trace = Mlflow.getTrace(root.traceId()).orElseThrow();
        assertThat(trace.info().state()).isEqualTo(TraceState.IN_PROGRESS);
        assertThat(trace.data().spans())
            .extracting(Span::name)
            .containsExactlyInAnyOrder("root", "ended", "open");
        assertThat(span(trace, "open").isEnded()).isFalse();
        assertThat(span(trace, "open").inputs()).isEqualTo("so far");
        assertThat(span(trace, "ended").isEnded()).isTrue();
      }
    }
    assertThat(trace().data().spans()).hasSize(3).allMatch(Span::isEnded);
  }

  @Test
  void anUnknownTraceIsEmpty() {
    assertThat(Mlflow.getTrace("tr-00000000000000000000000000000000")).isEmpty();
    assertThat(Mlflow.client().getTraceInfo("tr-0")).isEmpty();
  }

  @Test
  void theLastTraceIsTheOneWhoseRootEndedLast() {
    assertThat(Mlflow.getLastActiveTraceId()).isEmpty();
    LiveSpan first = Mlflow.startSpanNoContext("first");
    LiveSpan second = Mlflow.startSpanNoContext("second");
    second.end();
    assertThat(Mlflow.getLastActiveTraceId()).contains(second.traceId());
    first.end();
    assertThat(Mlflow.getLastActiveTraceId()).contains(first.traceId());
  }

  @Test
  void eachThreadKnowsItsOwnLastTrace() throws Exception {
    try (var pool = new ClosingPool(10)) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        all.add(
            pool.executor.submit(
                () -> {
                  LiveSpan span = Mlflow.startSpan("s");
                  span.close();
                  return Mlflow.getLastActiveTraceIdOfThread()
                      .equals(java.util.Optional.of(span.traceId()));
                }));
      }
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(Mlflow.getLastActiveTraceIdOfThread()).isEmpty();
    assertThat(Mlflow.getLastActiveTraceId()).isPresent();
  }

  @Test
  void theCurrentSpanCanBeFoundAndFilled() {
    try (var span = Mlflow.startSpan("s")) {
      assertThat(Mlflow.getCurrentActiveSpan()).isSameAs(span);
      assertThat(Mlflow.getActiveTraceId()).contains(span.traceId());
      Mlflow.getCurrentActiveSpan().setAttribute("found", true);
    }
    assertThat(span().attribute("found")).isEqualTo(true);
  }

  @Test
  void aSearchFindsTheTracesOfTheActiveExperiment() {
    Mlflow.startSpan("in default").close();
    Mlflow.setExperiment("mine");
    Mlflow.startSpan("in mine").close();
    try (var failing = Mlflow.startSpan("failing")) {
      failing.setStatus("ERROR");
    }
    assertThat(Mlflow.searchTraces().traces()).hasSize(2);
    assertThat(Mlflow.searchTraces(TraceSearch.builder().state(TraceState.ERROR).build()).traces())
        .extracting(t -> t.info().name())
        .containsExactly("failing");
    assertThat(Mlflow.searchTraces(TraceSearch.builder().experimentId("0").build()).traces())
        .extracting(t -> t.info().name())
        .containsExactly("in default");
  }

  @Test
  void aSearchTakesAFilterInMlflowsLanguage() {
    for (int i = 0; i < 4; i++) {
      int number = i;
      try (var span = Mlflow.startSpan("s" + i)) {
        Mlflow.updateCurrentTrace(t -> t.tag("env", number % 2 == 0 ? "prod" : "dev"));
      }
    }
    assertThat(Mlflow.searchTraces("tag.env = 'prod' AND NOT name = 's0'").traces())
        .extracting(t -> t.info().name())
        .containsExactly("s2");
    assertThatThrownBy(() -> Mlflow.searchTraces("tag.env == 'prod'"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("expected: ");
  }

  @Test
  void aStreamReadsPageAfterPage() {
    for (int i = 0; i < 30; i++) {
      Mlflow.startSpan("s" + i).close();
    }
    TraceSearch pages = TraceSearch.builder().orderBy("name").maxResults(10).build();
    assertThat(Mlflow.streamTraces(pages).map(t -> t.info().name()))
        .hasSize(30)
        .doesNotHaveDuplicates()
        .isSorted();
    assertThat(Mlflow.client().streamTraces(pages)).hasSize(30);
  }

  @Test
  void aStreamGoesOnInTheExperimentItBeganIn() {
    Mlflow.startSpan("first").close();
    Mlflow.startSpan("second").close();
    List<String> names = new ArrayList<>();
    Mlflow.streamTraces(TraceSearch.builder().maxResults(1).build())
        .forEach(
            t -> {
              names.add(t.info().name());
              Mlflow.setExperiment("another");
            });
    assertThat(names).containsExactlyInAnyOrder("first", "second");
  }

  @Test
  void deletedTracesAreGone() {
    Mlflow.startSpan("s").close();
    String id = Mlflow.getLastActiveTraceId().orElseThrow();
    assertThat(Mlflow.deleteTraces(List.of(id, "tr-unknown"))).isEqualTo(1);
    assertThat(Mlflow.getTrace(id)).isEmpty();
  }

  @Test
  void aSpanThatStartsAfterTheRootEndedStillBelongsToTheTrace() {
    LiveSpan root = Mlflow.startSpanNoContext("root");
    root.end();
    LiveSpan late = Mlflow.startSpanNoContext("late", "TOOL", root);
    assertThat(Mlflow.getTrace(root.traceId()).orElseThrow().data().spans()).hasSize(2);
    late.end();
    assertThat(trace().data().spans()).hasSize(2).allMatch(Span::isEnded);
    assertThat(trace().info().state()).isEqualTo(TraceState.OK);
    assertThat(trace().info().name()).isEqualTo("root");
  }

  /** A pool that is shut down with the block. */
  private static final class ClosingPool implements AutoCloseable {
    private final java.util.concurrent.ExecutorService executor;

    private ClosingPool(int threads) {
      executor = Executors.newFixedThreadPool(threads);
    }

    @Override
    public void close() {
      executor.shutdownNow();
    }
  }
}

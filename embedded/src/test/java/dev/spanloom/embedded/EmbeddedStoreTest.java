package dev.spanloom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.TraceDeletion;
import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceState;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK with the store in this process. */
class EmbeddedStoreTest {
  @TempDir Path folder;

  @BeforeEach
  void useAStoreOfItsOwn() {
    Mlflow.reset();
    Mlflow.setTrackingUri("sqlite:" + folder.resolve("traces.db"));
  }

  @AfterEach
  void closeTheStore() {
    Mlflow.reset();
  }

  private static String trace(String name) {
    try (LiveSpan span = Mlflow.startSpan(name)) {
      span.setInputs("in").setOutputs("out");
      return span.traceId();
    }
  }

  @Test
  void theDefaultIsAFileInTheWorkingDirectory() {
    assertThat(new SqliteDestinationProvider().defaultUri()).contains("sqlite:spanloom.db");
    assertThat(SqliteDestinationProvider.path("sqlite:spanloom.db"))
        .isEqualTo(Path.of("spanloom.db"));
    assertThat(SqliteDestinationProvider.path("sqlite:///a/b.db")).isEqualTo(Path.of("a/b.db"));
    assertThat(SqliteDestinationProvider.path("sqlite:////a/b.db")).isEqualTo(Path.of("/a/b.db"));
    assertThatThrownBy(() -> SqliteDestinationProvider.path("sqlite:"))
        .hasMessageContaining("\"sqlite:\" (expected: sqlite:PATH");
  }

  @Test
  void aTraceIsThereRightAfterItsEndAndAfterARestart() {
    String id = trace("one");
    assertThat(Mlflow.getTrace(id)).isPresent();

    Mlflow.reset();
    Mlflow.setTrackingUri("sqlite:" + folder.resolve("traces.db"));

    Trace again = Mlflow.getTrace(id).orElseThrow();
    assertThat(again.info().state()).isEqualTo(TraceState.OK);
    assertThat(again.data().spans().get(0).outputs()).isEqualTo("out");
  }

  @Test
  void aRunningTraceIsSeenByOthersBeforeItEnds() {
    try (LiveSpan span = Mlflow.startSpan("long")) {
      Mlflow.flush();
      TracePage page =
          Mlflow.searchTraces(TraceSearch.builder().state(TraceState.IN_PROGRESS).build());
      assertThat(page.traces())
          .extracting(found -> found.info().traceId())
          .containsExactly(span.traceId());
    }
    assertThat(
            Mlflow.searchTraces(TraceSearch.builder().state(TraceState.IN_PROGRESS).build())
                .traces())
        .isEmpty();
  }

  @Test
  void tracesAreFoundByNameTagSessionAndState() {
    try (LiveSpan span = Mlflow.startSpan("tagged")) {
      span.setInputs("x");
      Mlflow.updateCurrentTrace(
          t -> t.tag("env", "prod").sessionId("s-1").user("u-1").clientRequestId("r-1"));
    }
    trace("other");

    for (TraceSearch search :
        List.of(
            TraceSearch.builder().name("tagged").build(),
            TraceSearch.builder().tag("env", "prod").build(),
            TraceSearch.builder().sessionId("s-1").build(),
            TraceSearch.builder().user("u-1").build(),
            TraceSearch.builder().clientRequestId("r-1").build())) {
      assertThat(Mlflow.searchTraces(search).traces())
          .extracting(t -> t.info().name())
          .containsExactly("tagged");
    }
    assertThat(Mlflow.searchTraces().traces())
        .extracting(t -> t.info().name())
        .containsExactly("other", "tagged");
  }

  @Test
  void aFilterIsAnsweredByTheStore() {
    for (int i = 0; i < 5; i++) {
      int number = i;
      try (LiveSpan span = Mlflow.startSpan("step" + i)) {
        span.setAttribute("retries", i);
        Mlflow.updateCurrentTrace(t -> t.tag("env", number % 2 == 0 ? "prod" : "dev"));
      }
    }
    assertThat(names(Mlflow.searchTraces("tag.env = 'prod' AND NOT span.attributes.retries < 2")))
        .containsExactlyInAnyOrder("step2", "step4");
    assertThat(names(Mlflow.searchTraces("span(name LIKE 'step%' AND attributes.retries = 3)")))
        .containsExactly("step3");
    assertThatThrownBy(() -> Mlflow.searchTraces("tag.env = prod"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("expected: ");
  }

  @Test
  void pagesOfAnOrderComeToTheWhole() {
    for (int i = 0; i < 5; i++) {
      trace("step" + i);
    }
    TraceSearch pages = TraceSearch.builder().orderBy("name DESC").maxResults(2).build();
    TracePage first = Mlflow.searchTraces(pages);
    assertThat(names(first)).containsExactly("step4", "step3");
    assertThat(
            names(Mlflow.searchTraces(pages.toBuilder().pageToken(first.nextPageToken()).build())))
        .containsExactly("step2", "step1");
    assertThat(Mlflow.streamTraces(pages).map(t -> t.info().name()))
        .containsExactly("step4", "step3", "step2", "step1", "step0");
  }

  private static List<String> names(TracePage page) {
    return page.traces().stream().map(t -> t.info().name()).toList();
  }

  @Test
  void experimentsAreMadeByNameAndHoldTheirTracesApart() {
    Experiment mine = Mlflow.setExperiment("mine");
    String id = trace("one");

    assertThat(Mlflow.getTrace(id).orElseThrow().info().experimentId())
        .isEqualTo(mine.experimentId());
    assertThat(Mlflow.setExperiment("mine").experimentId()).isEqualTo(mine.experimentId());
    try (LiveSpan span =
        Mlflow.spanBuilder("elsewhere").destination(TraceLocation.defaultExperiment()).start()) {
      span.setOutputs(1);
    }
    assertThat(Mlflow.searchTraces().traces()).hasSize(1);
    assertThatThrownBy(() -> Mlflow.setExperimentById("77"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("experiment 77 does not exist");
  }

  @Test
  void assessmentsAreKeptAndOverridden() {
    String id = trace("assessed");
    Feedback first = Mlflow.logFeedback(id, "correct", false);
    Feedback second =
        Mlflow.overrideFeedback(
            id, String.valueOf(first.assessmentId()), true, f -> f.rationale("no"));

    Trace trace = Mlflow.getTrace(id).orElseThrow();
    assertThat(trace.searchAssessments())
        .extracting(Assessment::assessmentId)
        .containsExactly(second.assessmentId());
    assertThat(trace.info().assessments()).hasSize(2);
    Mlflow.deleteAssessment(id, String.valueOf(second.assessmentId()));
    assertThat(Mlflow.getAssessment(id, String.valueOf(first.assessmentId())).isValid()).isTrue();
  }

  @Test
  void tagsOfStoredTracesAreSetAndDeleted() {
    String id = trace("tagged");
    Mlflow.setTraceTag(id, "a", "1");
    assertThat(Mlflow.getTrace(id).orElseThrow().info().tags()).containsEntry("a", "1");
    Mlflow.deleteTraceTag(id, "a");
    assertThat(Mlflow.getTrace(id).orElseThrow().info().tags()).doesNotContainKey("a");
    assertThatThrownBy(() -> Mlflow.deleteTraceTag(id, "a"))
        .hasMessageContaining("has no tag \"a\"");
  }

  @Test
  void deletedTracesAreGone() {
    String first = trace("one");
    String second = trace("two");
    assertThat(Mlflow.deleteTraces(List.of(first))).isEqualTo(1);
    assertThat(Mlflow.getTrace(first)).isEmpty();
    assertThat(Mlflow.client().deleteTraces(TraceDeletion.until("0", Long.MAX_VALUE))).isEqualTo(1);
    assertThat(Mlflow.getTrace(second)).isEmpty();
  }

  @ParameterizedTest(name = "after the export: {0}")
  @ValueSource(booleans = {false, true})
  void aFailureRecordedAfterCloseIsStored(boolean exported) {
    LiveSpan root = Mlflow.startSpan("late");
    LiveSpan child = Mlflow.startSpan("child");
    child.close();
    root.close();
    if (exported) {
      assertThat(Mlflow.getTrace(root.traceId()).orElseThrow().info().state())
          .isEqualTo(TraceState.OK);
    }
    child.recordException(new IllegalStateException("boom"));
    root.setStatus(SpanStatus.error("it failed"));

    Trace trace = Mlflow.getTrace(root.traceId()).orElseThrow();
    assertThat(trace.info().state()).isEqualTo(TraceState.ERROR);
    assertThat(trace.data().spans()).hasSize(2);
    assertThat(trace.data().root().orElseThrow().status()).isEqualTo(SpanStatus.error("it failed"));
    assertThat(trace.searchSpansByName("child").get(0).events()).hasSize(1);
    assertThat(Mlflow.searchTraces(TraceSearch.builder().state(TraceState.ERROR).build()).traces())
        .hasSize(1);
    assertThat(Mlflow.searchTraces(TraceSearch.builder().state(TraceState.OK).build()).traces())
        .isEmpty();
  }

  @Test
  void tracesOfManyThreadsAreAllStored() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      Set<String> ids = new HashSet<>();
      for (Future<String> done :
          pool.invokeAll(
              IntStream.range(0, 400)
                  .<Callable<String>>mapToObj(i -> () -> trace("t" + i))
                  .toList())) {
        ids.add(done.get());
      }
      assertThat(Mlflow.flush()).isTrue();
      Set<String> stored = new HashSet<>();
      Mlflow.searchTraces(TraceSearch.builder().maxResults(1000).includeSpans(false).build())
          .forEach(t -> stored.add(t.info().traceId()));
      assertThat(stored).isEqualTo(ids).hasSize(400);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aStoreThatCannotBeOpenedDoesNotDisturbTheProgram() {
    Mlflow.reset();
    Mlflow.setTrackingUri("sqlite:" + folder.resolve("missing-folder/traces.db"));

    String id = trace("unharmed");

    assertThat(id).startsWith("tr-");
    assertThat(Mlflow.flush()).isFalse();
    assertThat(Mlflow.exportStats().writesFailed()).isPositive();
    assertThatThrownBy(() -> Mlflow.setExperiment("x"))
        .hasMessageContaining("missing-folder does not exist");
  }
}

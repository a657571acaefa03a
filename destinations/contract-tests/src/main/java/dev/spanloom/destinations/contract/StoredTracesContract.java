package dev.spanloom.destinations.contract;

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a program leaves in a destination is found there, changed and deleted. */
public abstract class StoredTracesContract extends DestinationContract {
  /** Leaves a trace of one span, and returns its id. */
  protected static String trace(String name) {
    try (LiveSpan span = Mlflow.startSpan(name)) {
      span.setInputs("in").setOutputs("out");
      return span.traceId();
    }
  }

  private static List<String> names(TracePage page) {
    return page.traces().stream().map(t -> String.valueOf(t.info().name())).toList();
  }

  private static List<Trace> inState(TraceState state) {
    return Mlflow.searchTraces(TraceSearch.builder().state(state).build()).traces();
  }

  @Test
  void aRunningTraceIsSeenByOthersBeforeItEnds() {
    try (LiveSpan span = Mlflow.startSpan("long")) {
      Mlflow.startSpan("part").close();
      Mlflow.flush();
      assertThat(inState(TraceState.IN_PROGRESS))
          .extracting(found -> found.info().traceId())
          .containsExactly(span.traceId());
    }
    assertThat(inState(TraceState.IN_PROGRESS)).isEmpty();
  }

  @Test
  void aFailureRecordedBeforeTheExportIsStored() {
    assertThatAFailureAfterItsEndIsStored(false);
  }

  @Test
  void aFailureRecordedAfterTheExportIsStored() {
    assertThatAFailureAfterItsEndIsStored(true);
  }

  private static void assertThatAFailureAfterItsEndIsStored(boolean exported) {
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
    assertThat(trace.info().name()).isEqualTo("late");
    assertThat(trace.data().spans()).hasSize(2);
    assertThat(trace.data().root().orElseThrow().status()).isEqualTo(SpanStatus.error("it failed"));
    assertThat(trace.searchSpansByName("child").get(0).events()).hasSize(1);
    assertThat(inState(TraceState.ERROR)).hasSize(1);
    assertThat(inState(TraceState.OK)).isEmpty();
  }

  @Test
  void tracesAreFoundByNameTagSessionUserAndRequest() {
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
      assertThat(names(Mlflow.searchTraces(search))).containsExactly("tagged");
    }
    assertThat(names(Mlflow.searchTraces())).containsExactlyInAnyOrder("other", "tagged");
  }

  @Test
  void theWholeSearchLanguageIsAnswered() {
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
    assertThat(
            names(Mlflow.searchTraces("(name = 'step1' OR name = 'step3') AND end_time > ago(1h)")))
        .containsExactlyInAnyOrder("step1", "step3");
    assertThatThrownBy(() -> Mlflow.searchTraces("tag.env = prod"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("expected: ");
  }

  @Test
  void pagesOfAnOrderComeToTheWholeAndBringTheSpans() {
    for (int i = 0; i < 5; i++) {
      trace("step" + i);
    }
    TraceSearch pages = TraceSearch.builder().orderBy("name DESC").maxResults(2).build();
    TracePage first = Mlflow.searchTraces(pages);
    assertThat(names(first)).containsExactly("step4", "step3");
    assertThat(first.traces()).allMatch(trace -> trace.data().spans().size() == 1);
    assertThat(
            names(Mlflow.searchTraces(pages.toBuilder().pageToken(first.nextPageToken()).build())))
        .containsExactly("step2", "step1");
    assertThat(Mlflow.streamTraces(pages).map(t -> t.info().name()))
        .containsExactly("step4", "step3", "step2", "step1", "step0");
    assertThat(Mlflow.searchTraces(pages.toBuilder().includeSpans(false).build()).traces())
        .allMatch(trace -> trace.data().spans().isEmpty());
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
    assertThat(names(Mlflow.searchTraces())).containsExactly("one");
    assertThatThrownBy(() -> Mlflow.setExperimentById("77"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("experiment 77 does not exist");
  }

  @Test
  void assessmentsAreKeptOverriddenUpdatedAndDeleted() {
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
    Assessment changed =
        Mlflow.client()
            .updateAssessment(
                id,
                String.valueOf(second.assessmentId()),
                Feedback.builder("correct").value(0.5).metadata("by", "me").build());
    assertThat(((Feedback) changed).value()).isEqualTo(0.5);
    assertThat(changed.metadata()).containsEntry("by", "me");
    Mlflow.deleteAssessment(id, String.valueOf(second.assessmentId()));
    assertThat(Mlflow.getAssessment(id, String.valueOf(first.assessmentId())).isValid()).isTrue();
    assertThatThrownBy(() -> Mlflow.getAssessment(id, "a-none"))
        .isInstanceOf(MlflowException.class);
  }

  @Test
  void tagsOfStoredTracesAreSetAndDeleted() {
    String id = trace("tagged");
    Mlflow.setTraceTag(id, "a", "1");
    assertThat(Mlflow.getTrace(id).orElseThrow().info().tags()).containsEntry("a", "1");
    Mlflow.deleteTraceTag(id, "a");
    assertThat(Mlflow.getTrace(id).orElseThrow().info().tags()).doesNotContainKey("a");
    assertThatThrownBy(() -> Mlflow.deleteTraceTag(id, "a"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("a");
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
          .traces()
          .forEach(t -> stored.add(t.info().traceId()));
      assertThat(stored).isEqualTo(ids).hasSize(400);
    } finally {
      pool.shutdownNow();
    }
  }
}

package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceState;
import dev.spanloom.internal.open.OpenSpans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenTracesTest extends TracingTest {
  @Test
  void aTraceThatTakesTooLongEndsWithAnError() {
    setting("mlflow.trace.timeout.seconds", 1);
    LiveSpan root = Mlflow.startSpan("root");
    LiveSpan child = Mlflow.startSpan("child");
    await("the end of the root", () -> !root.isRecording());
    assertThat(child.isRecording()).isTrue();
    child.close();
    root.close();
    Trace trace = failedTrace(2);
    Span ended = span(trace, "root");
    assertThat(ended.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(ended.events()).hasSize(1);
    assertThat(ended.events().get(0).attributes().get(SpanEvent.EXCEPTION_MESSAGE).toString())
        .startsWith("Trace " + root.traceId() + " is timed out after 1 seconds");
    assertThat(span(trace, "child").status()).isEqualTo(SpanStatus.OK);
  }

  @Test
  void whatBeginsAfterTheTimeoutStaysInTheTrace() {
    setting("mlflow.trace.timeout.seconds", 1);
    LiveSpan root = Mlflow.startSpan("root");
    await("the end of the root", () -> !root.isRecording());
    Mlflow.startSpanNoContext("late", "TOOL", root).end();
    root.close();
    Trace trace = failedTrace(2);
    assertThat(span(trace, "late").parentId()).isEqualTo(span(trace, "root").spanId());
  }

  @Test
  void aTraceWhoseRootHasEndedIsNotTimedOut() {
    setting("mlflow.trace.timeout.seconds", 3); // in which the root must have ended
    LiveSpan root = Mlflow.startSpanNoContext("root");
    LiveSpan background = Mlflow.startSpanNoContext("background", "TASK", root);
    root.end();
    LiveSpan younger = Mlflow.startSpanNoContext("younger");
    await("the timeout of a younger trace", () -> !younger.isRecording());
    assertThat(background.isRecording()).isTrue();
    background.end();
    Trace trace = Mlflow.getTrace(root.traceId()).orElseThrow();
    assertThat(trace.info().state()).isEqualTo(TraceState.OK);
    assertThat(span(trace, "background").status()).isEqualTo(SpanStatus.OK);
  }

  @Test
  void aTraceThatOutlivesItsTimeToLiveEndsWithAllItsSpans() {
    setting("mlflow.trace.buffer.ttl.seconds", 1);
    LiveSpan root = Mlflow.startSpan("root");
    LiveSpan child = Mlflow.startSpan("child").setInputs("kept");
    await("the end of both", () -> !root.isRecording() && !child.isRecording());
    child.setOutputs("too late").close();
    root.close();
    Trace trace = failedTrace(2);
    // a span is let go of after it was handed to the exporter
    await("no span is open", () -> OpenSpans.list().isEmpty());
    assertThat(trace.data().spans())
        .allSatisfy(
            span -> {
              assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
              assertThat(span.status().description()).contains("MLFLOW_TRACE_BUFFER_TTL_SECONDS");
              assertThat(span.events())
                  .extracting(SpanEvent::name)
                  .containsExactly("spanloom.evicted");
            });
    assertThat(span(trace, "child").inputs()).isEqualTo("kept");
    assertThat(span(trace, "child").outputs()).isNull();
  }

  @Test
  void aPartOfARemoteTraceHasATimeToLiveEvenWhereTracesHaveATimeout() {
    setting("mlflow.trace.timeout.seconds", 1);
    setting("mlflow.trace.buffer.ttl.seconds", 1);
    LiveSpan served = spanOfARemoteTrace();
    await("its end", () -> !served.isRecording());
    await("its export", () -> traces().stream().anyMatch(t -> !t.data().spans().isEmpty()));
    assertThat(span("served").status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
  }

  /** The only trace, once the thread that ended it has exported all of it. */
  private Trace failedTrace(int spans) {
    await(
        "a failed trace of " + spans + " spans",
        () ->
            traces().stream()
                .anyMatch(
                    trace ->
                        trace.info().state() == TraceState.ERROR
                            && trace.data().spans().size() == spans));
    return trace();
  }

  private static LiveSpan spanOfARemoteTrace() {
    String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    try (var scope = Mlflow.continueTrace(Map.of("traceparent", traceparent))) {
      return Mlflow.spanBuilder("served").startNoContext();
    }
  }

  private static String loseASpan() {
    LiveSpan lost = Mlflow.startSpanNoContext("lost");
    lost.setInputs("kept");
    return lost.traceId();
  }

  @Test
  void aSpanThatTheProgramForgetsIsEndedAndMarked() {
    String id = loseASpan();
    awaitAForgottenSpan();
    assertThat(Mlflow.exportStats().spansAbandoned()).isEqualTo(1);
    Trace trace = failedTrace(1);
    assertThat(trace.info().traceId()).isEqualTo(id);
    Span lost = span(trace, "lost");
    assertThat(lost.inputs()).isEqualTo("kept");
    assertThat(lost.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(lost.attribute("spanloom.span.abandoned")).isEqualTo(true);
    // a span is let go of after it was handed to the exporter
    await("the span is no longer open", () -> OpenSpans.list().isEmpty());
  }

  @Test
  void aSpanThatIsDrivenByIdsIsNotForgotten() {
    String id = Mlflow.client().startTrace("by id").traceId();
    loseASpan();
    awaitAForgottenSpan();
    assertThat(Mlflow.exportStats().spansAbandoned()).isEqualTo(1);
    Mlflow.client().endTrace(id);
    assertThat(Mlflow.getTrace(id).orElseThrow().info().state()).isEqualTo(TraceState.OK);
  }

  @Test
  void aSpanThatIsCurrentIsNotForgotten() {
    Mlflow.startSpan("current");
    loseASpan();
    awaitAForgottenSpan();
    assertThat(Mlflow.getCurrentActiveSpan().name()).isEqualTo("current");
    Mlflow.getCurrentActiveSpan().close();
    assertThat(Mlflow.exportStats().spansAbandoned()).isEqualTo(1);
  }

  @Test
  void theOldestTraceIsEndedWhenTooManyAreOpen() {
    setting("mlflow.trace.buffer.max.size", 3);
    List<LiveSpan> open = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      open.add(Mlflow.startSpanNoContext("s" + i));
    }
    assertThat(open.get(0).isRecording()).isFalse();
    assertThat(open.get(1).isRecording()).isFalse();
    assertThat(open.get(4).isRecording()).isTrue();
    open.forEach(LiveSpan::end);
    assertThat(traces()).hasSize(5);
    assertThat(span(stored(open.get(0)), "s0").status().statusCode())
        .isEqualTo(SpanStatusCode.ERROR);
    assertThat(span(stored(open.get(4)), "s4").status()).isEqualTo(SpanStatus.OK);
  }

  /** The trace of a span; traces that are open together are told of in any order. */
  private Trace stored(LiveSpan span) {
    return memory.getTrace(span.traceId()).orElseThrow();
  }

  @Test
  void openSpansCanBeListed() {
    OpenSpans.keepSites(true);
    try (var span = Mlflow.startSpan("s")) {
      assertThat(OpenSpans.list())
          .extracting(OpenSpans.OpenSpan::name, OpenSpans.OpenSpan::spanId)
          .containsExactly(org.assertj.core.api.Assertions.tuple("s", span.spanId()));
    } finally {
      OpenSpans.keepSites(false);
    }
    assertThat(OpenSpans.list()).isEmpty();
  }

  @Test
  void whatExceedsTheLimitsOfASpanIsCounted() {
    setting("spanloom.span.max-attributes", 5);
    setting("spanloom.span.max-events", 2);
    setting("spanloom.span.max-links", 1);
    try (var span = Mlflow.startSpan("s")) {
      for (int i = 0; i < 10; i++) {
        span.setAttribute("a" + i, i).addEvent("e" + i).addLink(span);
      }
      span.addTextEvents(
          index -> "text", new long[1], "key", TextTemplate.WHOLE, new byte[0], new int[2], 1);
      span.setAttribute("a0", "again");
    }
    Span span = span();
    assertThat(span.attribute("a0")).isEqualTo("again");
    assertThat(span.events()).extracting(SpanEvent::name).containsExactly("e0", "e1");
    assertThat(span.links()).hasSize(1);
    assertThat(span.dropped()).isEqualTo(new Span.DroppedCounts(6, 9, 9));
  }

  @Test
  void aTraceOfTooManySpansIsCutAndCounted() {
    setting("spanloom.trace.max-spans", 3);
    try (var root = Mlflow.startSpan("root")) {
      for (int i = 0; i < 10; i++) {
        Mlflow.startSpan("child").close();
      }
    }
    assertThat(trace().data().spans()).hasSize(3);
    assertThat(trace().info().traceMetadata()).containsEntry("spanloom.trace.droppedSpans", "8");
  }
}

package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanNestingTest extends TracingTest {
  @Test
  void aBlockBecomesASpanWithItsInputsAndOutputs() {
    try (var span = Mlflow.startSpan("my_span")) {
      int x = 1;
      int y = 2;
      span.setInputs(Map.of("x", x, "y", y));
      span.setOutputs(x + y);
    }
    Span span = span();
    assertThat(span.name()).isEqualTo("my_span");
    assertThat(span.inputs()).isEqualTo(Map.of("x", 1L, "y", 2L));
    assertThat(span.outputs()).isEqualTo(3L);
    assertThat(span.isRoot()).isTrue();
    assertThat(span.spanType()).isEqualTo(SpanType.UNKNOWN);
    assertThat(span.status()).isEqualTo(SpanStatus.OK);
    assertThat(span.endTimeUnixNanos()).isGreaterThanOrEqualTo(span.startTimeUnixNanos());
    assertThat(trace().info().state()).isEqualTo(TraceState.OK);
    assertThat(trace().info().name()).isEqualTo("my_span");
  }

  @Test
  void nestedBlocksBecomeATree() {
    try (var root = Mlflow.startSpan("root", SpanType.AGENT)) {
      try (var first = Mlflow.startSpan("first", SpanType.CHAIN, Map.of("k", 5))) {
        Mlflow.startSpan("leaf", "MY_TYPE").close();
      }
      Mlflow.startSpan("second").close();
    }
    Trace trace = trace();
    Span root = span(trace, "root");
    assertThat(trace.data().spans())
        .extracting(Span::name)
        .containsExactly("root", "first", "leaf", "second");
    assertThat(span(trace, "first").parentId()).isEqualTo(root.spanId());
    assertThat(span(trace, "first").attribute("k")).isEqualTo(5L);
    assertThat(span(trace, "leaf").parentId()).isEqualTo(span(trace, "first").spanId());
    assertThat(span(trace, "leaf").spanType()).isEqualTo("MY_TYPE");
    assertThat(span(trace, "second").parentId()).isEqualTo(root.spanId());
  }

  @Test
  void theLambdaFormGivesTheSameTrace() {
    int answer =
        Mlflow.withSpan(
            "outer",
            span -> {
              span.setInputs(1);
              Mlflow.runWithSpan("inner", SpanType.TOOL, inner -> inner.setOutputs(2));
              return 3;
            });
    assertThat(answer).isEqualTo(3);
    assertThat(span("inner").parentId()).isEqualTo(span("outer").spanId());
    assertThat(span("outer").inputs()).isEqualTo(1L);
  }

  @Test
  void idsHaveTheSizeOfW3cAndAreUnique() {
    for (int i = 0; i < 100; i++) {
      Mlflow.startSpan("s").close();
    }
    assertThat(traces()).hasSize(100);
    assertThat(traces())
        .allSatisfy(
            trace -> {
              assertThat(trace.info().traceId()).matches("tr-[0-9a-f]{32}");
              assertThat(trace.data().spans().get(0).spanId()).matches("[0-9a-f]{16}");
            });
    assertThat(traces()).extracting(t -> t.data().spans().get(0).spanId()).doesNotHaveDuplicates();
  }

  private int returnsEarly() {
    for (int i = 0; ; i++) {
      try (var span = Mlflow.startSpan("loop")) {
        if (i == 0) {
          continue;
        }
        if (i == 1) {
          break;
        }
      }
    }
    try (var span = Mlflow.startSpan("returning")) {
      return 7;
    }
  }

  @Test
  void theSpanAroundIsCurrentAgainAfterReturnBreakContinueAndThrow() {
    try (var outer = Mlflow.startSpan("outer")) {
      assertThat(returnsEarly()).isEqualTo(7);
      assertThat(Mlflow.getCurrentActiveSpan()).isSameAs(outer);
      try (var failing = Mlflow.startSpan("failing")) {
        throw new IllegalStateException("x");
      } catch (IllegalStateException e) {
        assertThat(Mlflow.getCurrentActiveSpan()).isSameAs(outer);
      }
    }
    assertThat(Mlflow.getCurrentActiveSpan().isRecording()).isFalse();
    assertThat(Mlflow.getActiveTraceId()).isEmpty();
  }

  @Test
  void closingTwiceEndsOnce() {
    try (var outer = Mlflow.startSpan("outer")) {
      LiveSpan inner = Mlflow.startSpan("inner");
      inner.close();
      long end = inner.endTimeUnixNanos();
      inner.close();
      inner.end(12345);
      assertThat(inner.endTimeUnixNanos()).isEqualTo(end);
      assertThat(Mlflow.getCurrentActiveSpan()).isSameAs(outer);
    }
    assertThat(trace().data().spans()).hasSize(2);
  }

  @Test
  void spansClosedOutOfOrderLeaveNothingCurrent() {
    LiveSpan outer = Mlflow.startSpan("outer");
    LiveSpan inner = Mlflow.startSpan("inner");
    outer.close();
    inner.close();
    assertThat(Mlflow.getCurrentActiveSpan().isRecording()).isFalse();
    Mlflow.startSpan("next").close();
    assertThat(traces()).hasSize(2);
    assertThat(traces().get(0).data().spans()).hasSize(2);
  }

  @Test
  void aSpanClosedOnAnotherThreadIsNotCurrentAnyMore() throws Exception {
    try (var outer = Mlflow.startSpan("outer")) {
      LiveSpan inner = Mlflow.startSpan("inner");
      Thread thread = new Thread(inner::close);
      thread.start();
      thread.join();
      assertThat(Mlflow.getCurrentActiveSpan()).isSameAs(outer);
      Mlflow.startSpan("sibling").close();
    }
    assertThat(span("sibling").parentId()).isEqualTo(span("outer").spanId());
    assertThat(Mlflow.getCurrentActiveSpan().isRecording()).isFalse();
  }

  @Test
  void afterItsEndASpanIgnoresEverythingButItsFailure() {
    LiveSpan span = Mlflow.startSpan("done");
    span.setOutputs("kept");
    span.close();
    span.setInputs(1).setOutputs("late").setName("late").setAttribute("late", 1).addEvent("late");
    span.setStatus(SpanStatusCode.OK).addLink(span).setSpanType("LATE");
    span.removeAttribute(SpanAttributeKey.OUTPUTS).setEvents(List.of());
    Span stored = span();
    assertThat(stored.outputs()).isEqualTo("kept");
    assertThat(stored.name()).isEqualTo("done");
    assertThat(stored.attributes()).doesNotContainKey("late");
    assertThat(stored.events()).isEmpty();
    assertThat(stored.status()).isEqualTo(SpanStatus.OK);
    assertThat(span.isRecording()).isFalse();
  }

  @Test
  void spansOfOneNameKeepIt() {
    try (var outer = Mlflow.startSpan("same")) {
      Mlflow.startSpan("same").close();
    }
    assertThat(trace().data().spans()).extracting(Span::name).containsExactly("same", "same");
  }

  @Test
  @SuppressWarnings("NullAway")
  void aBlankNameAndNullArgumentsDoNotThrow() {
    try (var span = Mlflow.startSpan("  ")) {
      span.setAttribute(null, 1).setAttributes(null).setName(null).setStatus((SpanStatus) null);
      span.setStatus((SpanStatusCode) null).addEvent((String) null).addEvent("e", null);
      span.recordException((String) null).recordException((Throwable) null);
      span.setTokenUsage(null).setLogLevel(null).setEvents(null).addLink((LiveSpan) null);
      span.setInputs(null).setOutputs(null).setSpanType(null);
    }
    Mlflow.startSpan(null).close();
    Mlflow.startSpan("typed", null, null).close();
    Mlflow.spanBuilder("built").kind(null).parent(null).link(null).tags(null).start().close();
    assertThat(traces()).hasSize(4);
    assertThat(traces().get(0).data().spans().get(0).name()).isEqualTo("span");
    assertThat(traces().get(0).data().spans().get(0).status()).isEqualTo(SpanStatus.OK);
  }

  @Test
  void endTakesOutputsAttributesAndStatusAtOnce() {
    LiveSpan span = Mlflow.startSpan("s");
    span.end("out", Map.of("a", 1), SpanStatus.error("no"));
    assertThat(span().outputs()).isEqualTo("out");
    assertThat(span().attribute("a")).isEqualTo(1L);
    assertThat(span().status()).isEqualTo(SpanStatus.error("no"));
  }

  @Test
  void theUnchangeableFormEqualsTheLiveOne() {
    try (var live = Mlflow.startSpan("s")) {
      live.setInputs(1).addEvent("e");
      Span span = live.toSpan();
      assertThat(span).isNotNull();
      assertThat(span.spanId()).isEqualTo(live.spanId());
      assertThat(span.traceId()).isEqualTo(live.traceId());
      assertThat(span.inputs()).isEqualTo(live.inputs());
      assertThat(span.events()).isEqualTo(live.events());
    }
  }
}

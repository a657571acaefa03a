package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceMetadataKey;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplingAndSwitchesTest extends TracingTest {
  private static void makeTraces(int count) {
    for (int i = 0; i < count; i++) {
      try (var root = Mlflow.startSpan("root")) {
        Mlflow.startSpan("child").close();
      }
    }
  }

  @Test
  void allTracesAreSampledUnlessToldOtherwise() {
    makeTraces(10);
    assertThat(traces()).hasSize(10);
  }

  @Test
  void aRatioOfZeroRecordsNothing() {
    Mlflow.setSamplingRatio(0);
    makeTraces(10);
    assertThat(traces()).isEmpty();
  }

  @Test
  void aRatioOfAHalfRecordsAboutHalfAndOnlyWholeTraces() {
    Mlflow.setSamplingRatio(0.5);
    makeTraces(400);
    assertThat(traces()).hasSizeBetween(120, 280);
    assertThat(traces()).allSatisfy(t -> assertThat(t.data().spans()).hasSize(2));
  }

  @Test
  void aRatioOutOfRangeIsRefusedInCodeAndIgnoredInSettings() {
    assertThatThrownBy(() -> Mlflow.setSamplingRatio(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.5");
    assertThatThrownBy(() -> Mlflow.traced("f").samplingRatio(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    setting("mlflow.trace.sampling.ratio", "7");
    makeTraces(3);
    assertThat(traces()).hasSize(3);
  }

  @Test
  void aSpanCanHaveARatioOfItsOwn() {
    Mlflow.setSamplingRatio(0);
    Mlflow.spanBuilder("kept").samplingRatio(1).start().close();
    Mlflow.setSamplingRatio(1);
    Mlflow.spanBuilder("dropped").samplingRatio(0).start().close();
    assertThat(trace().info().name()).isEqualTo("kept");
  }

  @Test
  void belowARootThatIsNotSampledNothingBegins() {
    try (var root = Mlflow.spanBuilder("silent").samplingRatio(0).start()) {
      makeTraces(3);
      assertThat(Mlflow.getCurrentActiveSpan().isRecording()).isFalse();
      Mlflow.updateCurrentTrace(t -> t.tag("a", "b"));
    }
    Mlflow.startSpan("loud").close();
    assertThat(trace().info().name()).isEqualTo("loud");
  }

  @Test
  void disabledTracingRecordsNothingAndRunsTheCode() {
    assertThat(Mlflow.isTracingEnabled()).isTrue();
    Mlflow.disable();
    Mlflow.disable();
    assertThat(Mlflow.isTracingEnabled()).isFalse();
    assertThat(Mlflow.<Integer, RuntimeException>withSpan("s", span -> 3)).isEqualTo(3);
    assertThat(traces()).isEmpty();
    Mlflow.enable();
    Mlflow.enable();
    makeTraces(1);
    assertThat(traces()).hasSize(1);
  }

  @Test
  void switchingLeavesTheGlobalOpenTelemetryAlone() {
    var before = GlobalOpenTelemetry.getTracerProvider();
    Mlflow.disable();
    Mlflow.enable();
    makeTraces(1);
    assertThat(GlobalOpenTelemetry.getTracerProvider()).isSameAs(before);
    assertThat(io.opentelemetry.api.trace.Span.current().getSpanContext().isValid()).isFalse();
  }

  @Test
  @SuppressWarnings("NullAway")
  void aScopeGivesUserSessionAndTagsToTheTracesInside() {
    try (var outer =
            Mlflow.tracingContext()
                .user("u-1")
                .sessionId("s-1")
                .tags(Map.of("env", "test", "team", "a"))
                .user(null)
                .open();
        var inner = Mlflow.tracingContext().tag("team", "b").metadata("k", "v").open()) {
      Mlflow.startSpan("inside").close();
    }
    Mlflow.startSpan("outside").close();
    var inside = traces().get(0).info();
    assertThat(inside.traceMetadata())
        .containsEntry(TraceMetadataKey.TRACE_USER, "u-1")
        .containsEntry(TraceMetadataKey.TRACE_SESSION, "s-1")
        .containsEntry("k", "v");
    assertThat(inside.tags()).containsEntry("env", "test").containsEntry("team", "b");
    assertThat(traces().get(1).info().traceMetadata())
        .doesNotContainKey(TraceMetadataKey.TRACE_USER);
  }

  @Test
  void aScopeCanSilenceAndAnInnerOneCanUndoThat() {
    try (var off = Mlflow.tracingContext().enabled(false).open()) {
      makeTraces(1);
      try (var on = Mlflow.tracingContext().enabled(true).open()) {
        Mlflow.startSpan("heard").close();
      }
    }
    assertThat(trace().info().name()).isEqualTo("heard");
  }

  @Test
  void anExperimentIsChosenBySpanThenScopeThenDestinationThenActive() {
    Mlflow.setExperimentById("0");
    Mlflow.setDestination(TraceLocation.experiment("5"));
    Mlflow.startSpan("by destination").close();
    try (var scope = Mlflow.tracingContext().destination(TraceLocation.experiment("6")).open()) {
      Mlflow.startSpan("by scope").close();
      Mlflow.spanBuilder("by span").experimentId("7").start().close();
    }
    Mlflow.setDestination((TraceLocation) null);
    Mlflow.startSpan("by active").close();
    assertThat(traces())
        .extracting(t -> t.info().experimentId())
        .isEqualTo(List.of("5", "6", "7", "0"));
  }

  @Test
  void theDestinationSettingIsReadAndAWrongOneIsNotUsed() {
    setting("mlflow.tracing.destination", "12");
    Mlflow.startSpan("s").close();
    assertThat(trace().info().experimentId()).isEqualTo("12");
    memory.clear();
    setting("mlflow.tracing.destination", "a.b.c");
    Mlflow.startSpan("s").close();
    assertThat(trace().info().experimentId()).isEqualTo("0");
  }

  @Test
  void anotherTrackingUriLeadsElsewhere() {
    Mlflow.startSpan("here").close();
    Mlflow.setTrackingUri("memory:");
    Mlflow.startSpan("there").close();
    assertThat(Mlflow.searchTraces().traces())
        .extracting(t -> t.info().name())
        .containsExactly("there");
    assertThat(trace().info().name()).isEqualTo("here");
    assertThatThrownBy(() -> Mlflow.setTrackingUri("nosuch://x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nosuch");
  }

  @Test
  void aResetForgetsEverything() {
    LiveSpan left = Mlflow.startSpan("left open");
    Mlflow.setSamplingRatio(0);
    Mlflow.reset();
    memory.clear();
    Mlflow.setDestination(memory);
    Mlflow.startSpan("after").close();
    left.close();
    assertThat(trace().data().spans().get(0).isRoot()).isTrue();
  }
}

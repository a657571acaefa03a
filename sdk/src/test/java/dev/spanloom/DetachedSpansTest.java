package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.TraceState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DetachedSpansTest extends TracingTest {
  @Test
  void aDetachedSpanIsNeverCurrent() {
    LiveSpan span = Mlflow.startSpanNoContext("detached");
    assertThat(Mlflow.getCurrentActiveSpan().isRecording()).isFalse();
    span.end();
    assertThat(span().isRoot()).isTrue();
  }

  @Test
  void itsParentIsTheOneThatIsNamed() {
    try (var active = Mlflow.startSpan("active")) {
      LiveSpan child = Mlflow.startSpanNoContext("child", SpanType.TOOL, active);
      LiveSpan grandchild = Mlflow.spanBuilder("grandchild").parent(child).startNoContext();
      grandchild.end();
      child.end();
    }
    assertThat(span("child").parentId()).isEqualTo(span("active").spanId());
    assertThat(span("grandchild").parentId()).isEqualTo(span("child").spanId());
    assertThat(trace().data().spans()).hasSize(3);
  }

  @Test
  void aRootCanBeginBesideTheCurrentSpan() {
    try (var active = Mlflow.startSpan("active")) {
      Mlflow.startSpanNoContext("beside").end();
    }
    assertThat(traces()).hasSize(2);
  }

  @Test
  void timesOfThePastAreKeptToTheNanosecond() {
    long start = 1_700_000_000_123_456_789L;
    LiveSpan root =
        Mlflow.spanBuilder("root").noParent().startTimeUnixNanos(start).startNoContext();
    LiveSpan child =
        Mlflow.spanBuilder("child").parent(root).startTimeUnixNanos(start + 1).startNoContext();
    child.end(start + 2);
    root.end(start + 3_000_001);
    assertThat(span("child").startTimeUnixNanos()).isEqualTo(start + 1);
    assertThat(span("child").endTimeUnixNanos()).isEqualTo(start + 2);
    assertThat(span("root").endTimeUnixNanos()).isEqualTo(start + 3_000_001);
    assertThat(trace().info().requestTimeUnixMillis()).isEqualTo(1_700_000_000_123L);
    assertThat(trace().info().executionDurationMillis()).isEqualTo(3L);
  }

  @Test
  void anEndBeforeTheStartIsTheStart() {
    LiveSpan span = Mlflow.spanBuilder("s").startTimeUnixNanos(1000).startNoContext();
    span.end(999);
    assertThat(span().endTimeUnixNanos()).isEqualTo(1000L);
  }

  @Test
  void inputsTagsAndExperimentAreGivenAtTheStart() {
    String experiment = Mlflow.setExperiment("other").experimentId();
    Mlflow.setExperimentById("0");
    LiveSpan root =
        Mlflow.spanBuilder("root")
            .inputs(Map.of("q", 1))
            .tags(Map.of("a", "1", "mlflow.user", "kept out"))
            .experimentId(experiment)
            .startNoContext();
    Mlflow.spanBuilder("child").parent(root).tags(Map.of("b", "2")).startNoContext().end();
    root.end();
    assertThat(trace().info().experimentId()).isEqualTo(experiment);
    assertThat(trace().info().tags()).containsEntry("a", "1").containsEntry("b", "2");
    assertThat(trace().info().tags()).doesNotContainKey("mlflow.user");
    assertThat(span("root").inputs()).isEqualTo(Map.of("q", 1L));
  }

  @Test
  void anExperimentOnAChildIsIgnored() {
    try (var root = Mlflow.startSpan("root")) {
      Mlflow.spanBuilder("child").experimentId("77").start().close();
    }
    assertThat(trace().info().experimentId()).isEqualTo("0");
    assertThat(trace().data().spans()).hasSize(2);
  }

  @Test
  void belowASpanThatRecordsNothingNothingIsRecorded() {
    LiveSpan nothing = Mlflow.getCurrentActiveSpan();
    LiveSpan child = Mlflow.startSpanNoContext("child", SpanType.TOOL, nothing);
    assertThat(child.isRecording()).isFalse();
    assertThat(child.traceId()).isEqualTo(TraceIds.NO_OP);
    child.end();
    assertThat(traces()).isEmpty();
  }

  @Test
  void theClientDrivesATraceByIds() {
    MlflowClient client = Mlflow.client();
    String traceId;
    {
      LiveSpan root = client.startTrace("root", options -> options.inputs("in"));
      traceId = root.traceId();
      LiveSpan step = client.startSpan("step", traceId, root.spanId());
      client.endSpan(traceId, step.spanId(), "out", Map.of("k", 1), SpanStatus.error("bad"));
    }
    client.endTrace(traceId, 3, null, null);
    Span step = span("step");
    assertThat(step.outputs()).isEqualTo("out");
    assertThat(step.attribute("k")).isEqualTo(1L);
    assertThat(step.status()).isEqualTo(SpanStatus.error("bad"));
    assertThat(span("root").outputs()).isEqualTo(3L);
    assertThat(trace().info().state()).isEqualTo(TraceState.OK);
    assertThat(client.getTrace(traceId)).isPresent();
  }

  @Test
  void theClientNamesWhatIsNotOpen() {
    MlflowClient client = Mlflow.client();
    assertThatThrownBy(() -> client.endTrace("tr-unknown"))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.RESOURCE_DOES_NOT_EXIST))
        .hasMessageContaining("tr-unknown");
    LiveSpan root = client.startTrace("root");
    assertThatThrownBy(() -> client.endSpan(root.traceId(), "0000000000000001"))
        .hasMessageContaining("0000000000000001");
    client.endTrace(root.traceId());
    client.endTrace(TraceIds.NO_OP);
    client.endSpan(TraceIds.NO_OP, "x");
  }

  @Test
  void aDetachedSpanCanBeMadeCurrentForAWhile() {
    LiveSpan span = Mlflow.startSpanNoContext("detached");
    try (var current = span.makeCurrent()) {
      Mlflow.startSpan("child").close();
    }
    assertThat(Mlflow.getCurrentActiveSpan().isRecording()).isFalse();
    assertThat(span.isRecording()).isTrue();
    span.end();
    assertThat(span("child").parentId()).isEqualTo(span("detached").spanId());
  }
}

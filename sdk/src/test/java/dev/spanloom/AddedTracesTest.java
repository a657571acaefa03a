package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddedTracesTest extends TracingTest {
  /** A trace as another program would have made it. */
  private Trace remote() {
    try (var root = Mlflow.startSpan("remote", "AGENT")) {
      root.setInputs("in").setOutputs("out").addEvent("e", Map.of("k", 1));
      Mlflow.updateCurrentTrace(t -> t.tag("a", "theirs").tag("b", "theirs"));
      Mlflow.startSpan("remote child", "TOOL").close();
    }
    Trace trace = trace();
    memory.clear();
    return Trace.fromJson(trace.toJson());
  }

  @Test
  void theSpansOfARemoteTraceJoinTheCurrentSpan() {
    Trace remote = remote();
    try (var local = Mlflow.startSpan("local")) {
      Mlflow.updateCurrentTrace(t -> t.tag("a", "ours"));
      Mlflow.addTrace(remote);
    }
    Trace joined = trace();
    assertThat(joined.data().spans()).hasSize(3);
    assertThat(joined.data().spans()).allMatch(s -> s.traceId().equals(joined.info().traceId()));
    Span root = span(joined, "remote");
    Span before = span(remote, "remote");
    assertThat(root.parentId()).isEqualTo(span(joined, "local").spanId());
    assertThat(span(joined, "remote child").parentId()).isEqualTo(root.spanId());
    assertThat(root.spanId()).isEqualTo(before.spanId());
    assertThat(root.startTimeUnixNanos()).isEqualTo(before.startTimeUnixNanos());
    assertThat(root.endTimeUnixNanos()).isEqualTo(before.endTimeUnixNanos());
    assertThat(root.status()).isEqualTo(before.status());
    assertThat(root.spanType()).isEqualTo("AGENT");
    assertThat(root.inputs()).isEqualTo("in");
    assertThat(root.events()).isEqualTo(before.events());
    assertThat(joined.info().tags()).containsEntry("a", "ours").containsEntry("b", "theirs");
    assertThat(joined.info().name()).isEqualTo("local");
  }

  /** Two spans, as MLflow 2 wrote them. */
  private static final String VERSION_2 =
      """
      {"info": {"request_id": "0123456789abcdef0123456789abcdef", "experiment_id": "7",
                "timestamp_ms": 1700000000000, "execution_time_ms": 9, "status": "ERROR",
                "request_metadata": {"mlflow.trace_schema.version": "2", "mlflow.sourceRun": "run",
                                     "mlflow.traceInputs": "\\"theirs\\"",
                                     "mlflow.traceOutputs": "\\"theirs\\""},
                "tags": {"mlflow.traceName": "theirs", "t": "1"}},
       "data": {"request": "5", "response": null, "spans": [
         {"name": "remote", "context": {"span_id": "00f067aa0ba902b7",
          "trace_id": "fedcba9876543210fedcba9876543210"}, "parent_id": null,
          "start_time": 1700000000000000001, "end_time": 1700000000009000002,
          "status_code": "ERROR", "status_message": "broken",
          "attributes": {"mlflow.traceRequestId": "\\"0123456789abcdef0123456789abcdef\\"",
                         "mlflow.spanType": "\\"CHAIN\\"", "mlflow.spanInputs": "{\\"x\\": 5}"},
          "events": [{"name": "exception", "timestamp": 1700000000008000003,
                      "attributes": {"exception.message": "broken"}}]},
         {"name": "remote child", "context": {"span_id": "00f067aa0ba902b8",
          "trace_id": "fedcba9876543210fedcba9876543210"}, "parent_id": "00f067aa0ba902b7",
          "start_time": 1700000000000000004, "end_time": 1700000000000000005,
          "status_code": "OK", "status_message": "",
          "attributes": {"mlflow.traceRequestId": "\\"0123456789abcdef0123456789abcdef\\"",
                         "mlflow.spanType": "\\"TOOL\\"", "k": "[1, 2]"},
          "events": []}]}}
      """;

  @Test
  void aTraceOfVersion2JoinsTheCurrentSpanAsItIs() {
    LiveSpan local = Mlflow.startSpan("local").setInputs("ours").setOutputs("ours too");
    Mlflow.addTrace(Trace.fromJson(VERSION_2));
    local.close();
    Trace joined = trace();
    assertThat(joined.data().spans())
        .hasSize(3)
        .allSatisfy(
            span -> {
              assertThat(span.traceId()).isEqualTo(local.traceId());
              assertThat(span.otelTraceId()).isEqualTo(local.traceId().substring(3));
            });
    Span root = span(joined, "remote");
    assertThat(root.spanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(root.parentId()).isEqualTo(local.spanId());
    assertThat(root.startTimeUnixNanos()).isEqualTo(1_700_000_000_000_000_001L);
    assertThat(root.endTimeUnixNanos()).isEqualTo(1_700_000_000_009_000_002L);
    assertThat(root.status()).isEqualTo(SpanStatus.error("broken"));
    assertThat(root.spanType()).isEqualTo("CHAIN");
    assertThat(root.inputs()).isEqualTo(Map.of("x", 5L));
    assertThat(root.events())
        .containsExactly(
            new SpanEvent(
                SpanEvent.EXCEPTION,
                1_700_000_000_008_000_003L,
                Map.of("exception.message", "broken")));
    Span child = span(joined, "remote child");
    assertThat(child.parentId()).isEqualTo(root.spanId());
    assertThat(child.status()).isEqualTo(SpanStatus.OK);
    assertThat(child.spanType()).isEqualTo("TOOL");
    assertThat(child.attribute("k")).isEqualTo(List.of(1L, 2L));
  }

  @Test
  void whatATraceSaysOfItselfStaysWhenAnotherJoinsIt() {
    LiveSpan local = Mlflow.startSpan("local").setInputs("ours").setOutputs("ours too");
    Mlflow.addTrace(Trace.fromJson(VERSION_2));
    local.close();
    TraceInfo info = trace().info();
    assertThat(info.name()).isEqualTo("local");
    assertThat(info.state()).isEqualTo(TraceState.OK);
    assertThat(info.tags()).containsEntry("t", "1");
    assertThat(info.traceMetadata())
        .containsEntry(TraceMetadataKey.SCHEMA_VERSION, "3")
        .containsEntry(TraceMetadataKey.SOURCE_RUN, "run")
        .containsEntry(TraceMetadataKey.INPUTS, "\"ours\"")
        .containsEntry(TraceMetadataKey.OUTPUTS, "\"ours too\"");
  }

  @Test
  void withoutACurrentSpanTheyGetARootOfTheirOwn() {
    Trace remote = remote();
    Mlflow.addTrace(remote);
    Span root = trace().data().root().orElseThrow();
    Span before = span(remote, "remote");
    assertThat(root.name()).isEqualTo("Remote Trace remote");
    assertThat(root.startTimeUnixNanos()).isEqualTo(before.startTimeUnixNanos() - 1);
    assertThat(root.endTimeUnixNanos()).isEqualTo(before.endTimeUnixNanos());
    assertThat(root.inputs()).isEqualTo("in");
    assertThat(span("remote").parentId()).isEqualTo(root.spanId());
    assertThat(trace().data().spans()).hasSize(3);
    assertThat(trace().info().state()).isEqualTo(TraceState.OK);
  }

  @Test
  void aTargetCanBeNamed() {
    Trace remote = remote();
    LiveSpan target = Mlflow.startSpanNoContext("target");
    Mlflow.addTrace(remote, target);
    target.end();
    assertThat(span("remote").parentId()).isEqualTo(span("target").spanId());
  }

  @Test
  @SuppressWarnings("NullAway")
  void whatCannotBeJoinedIsRefused() {
    Trace remote = remote();
    Trace running =
        new Trace(
            remote.info().toBuilder().state(TraceState.IN_PROGRESS).build(), remote.data().spans());
    Trace upsideDown =
        new Trace(remote.info(), List.of(span(remote, "remote child"), span(remote, "remote")));
    for (Trace bad : new Trace[] {null, running, upsideDown}) {
      assertThatThrownBy(() -> Mlflow.addTrace(bad))
          .isInstanceOfSatisfying(
              MlflowException.class,
              e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
    }
    Mlflow.disable();
    Mlflow.addTrace(remote);
    assertThat(traces()).isEmpty();
  }

  @Test
  void aTraceIsLoggedInOneCall() {
    String id =
        Mlflow.logTrace(
            t ->
                t.name("logged")
                    .request(Map.of("q", 1))
                    .response("answer")
                    .intermediateOutput("step", 2)
                    .attribute("k", "v")
                    .tag("t", "1")
                    .startTimeMillis(1_700_000_000_123L)
                    .executionTimeMillis(45));
    Trace trace = Mlflow.getTrace(id).orElseThrow();
    assertThat(trace.data().request()).isEqualTo("{\"q\": 1}");
    assertThat(trace.data().response()).isEqualTo("\"answer\"");
    assertThat(trace.data().intermediateOutputs()).isEqualTo(Map.of("step", 2L));
    assertThat(span().startTimeUnixNanos()).isEqualTo(1_700_000_000_123_000_000L);
    assertThat(span().endTimeUnixNanos()).isEqualTo(1_700_000_000_168_000_000L);
    assertThat(span().attribute("k")).isEqualTo("v");
    assertThat(trace.info().tags()).containsEntry("t", "1");
    assertThat(trace.info().executionDurationMillis()).isEqualTo(45L);
  }

  @Test
  void aLoggedTraceMayHaveNothing() {
    Trace trace = Mlflow.getTrace(Mlflow.logTrace(t -> {})).orElseThrow();
    assertThat(trace.info().name()).isEqualTo("Task");
    assertThat(trace.data().request()).isNull();
    assertThat(trace.data().response()).isNull();
  }
}

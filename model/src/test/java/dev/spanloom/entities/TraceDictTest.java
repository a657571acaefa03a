package dev.spanloom.entities;

import static dev.spanloom.entities.TestSpans.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceDictTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "5",
        "{}",
        "{\"info\": {}}",
        "{\"data\": {}}",
        "{\"info\": 1, \"data\": 2}",
        "{\"info\": {}, \"data\": {}}",
        "{\"info\": {\"trace_id\": 5}, \"data\": {}}",
        "{\"info\": {\"trace_id\": \"tr-1\", \"state\": \"NOPE\"}, \"data\": {}}",
        "{\"info\": {\"trace_id\": \"tr-1\", \"request_time\": \"soon\"}, \"data\": {}}",
        "{\"info\": {\"trace_id\": \"tr-1\", \"execution_duration\": \"1e2147483647s\"},"
            + " \"data\": {}}",
        "{\"info\": {\"trace_id\": \"tr-1\", \"execution_duration\": \"1\"}, \"data\": {}}",
        "{\"info\": {\"trace_id\": \"tr-1\", \"assessments\": [{}]}, \"data\": {}}",
        "{\"info\": {\"trace_id\": \"tr-1\"}, \"data\": {\"spans\": [1]}}",
        "{\"info\": {\"trace_id\": \"tr-1\"}, \"data\": {\"spans\": {}}}"
      })
  void whatIsNoTraceIsRefused(String json) {
    assertThatThrownBy(() -> Trace.fromJson(json))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
  }

  @Test
  void missingSpansAreNone() {
    Trace trace = Trace.fromJson("{\"info\": {\"trace_id\": \"tr-1\"}, \"data\": {}}");

    assertThat(trace.data().spans()).isEmpty();
  }

  @Test
  void textsOfOlderFilesBesideTheSpansAreIgnored() {
    Trace trace =
        Trace.fromJson(
            "{\"info\": {\"trace_id\": \"tr-1\"}, \"data\": {\"spans\": [], \"request\": \"{}\"}}");

    assertThat(trace.data().request()).isNull();
  }

  @Test
  void aTraceReadsAsItWasWritten() {
    TraceInfo info =
        TraceInfo.builder(TestSpans.TRACE_ID)
            .requestTimeUnixMillis(1234567890)
            .executionDurationMillis(100L)
            .state(TraceState.OK)
            .assessments(List.of(Feedback.builder("f").value(0.5).build()))
            .build();
    Span root =
        root()
            .attribute(SpanAttributeKey.REQUEST_ID, AttributeValue.of(TestSpans.TRACE_ID))
            .build();
    Trace trace = new Trace(info, List.of(root));

    assertThat(Trace.fromMap(trace.toMap())).isEqualTo(trace);
    assertThat(Trace.fromJson(trace.toPrettyJson())).isEqualTo(trace);
  }

  @Test
  void aTraceOfVersion2GetsItsPreviewsFromTheRootUncut() {
    String long2 = "x".repeat(3000);
    Trace trace =
        Trace.fromJson(
            ("{'info': {'request_id': '0123', 'experiment_id': '7', 'timestamp_ms': 5,"
                    + " 'execution_time_ms': 6, 'status': 'OK', 'request_metadata': {'m': '1'},"
                    + " 'tags': {'t': '2'}}, 'data': {'request': '{}', 'response': '5', 'spans':"
                    + " [{'name': 'n', 'context': {'span_id': '00f067aa0ba902b7', 'trace_id':"
                    + " '01234567890abcdef1234567890abcde'}, 'parent_id': null, 'start_time': 1,"
                    + " 'end_time': 2, 'status_code': 'OK', 'status_message': '', 'attributes':"
                    + " {'mlflow.traceRequestId': '\\'0123\\'', 'mlflow.spanInputs': '\\'%s\\'',"
                    + " 'mlflow.spanOutputs': '5'}, 'events': []}]}}")
                .replace('\'', '"')
                .formatted(long2));

    assertThat(trace.info().requestPreview()).isEqualTo("\"" + long2 + "\"");
    assertThat(trace.info().responsePreview()).isEqualTo("5");
    assertThat(trace.info().traceMetadata()).containsEntry("m", "1");
    assertThat(trace.info().tags()).containsEntry("t", "2");
    assertThat(trace.info().experimentId()).isEqualTo("7");
  }
}

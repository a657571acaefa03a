package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TraceState;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanStatusMatrixTest extends TracingTest {
  /** What the program sets, how the block is left, the switch, and what the span says then. */
  @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
  @CsvSource({
    "none,     clean,     keep,      OK",
    "OK,       clean,     keep,      OK",
    "ERROR,    clean,     keep,      ERROR",
    "OK>ERROR, clean,     keep,      OK",
    "ERROR>OK, clean,     keep,      OK",
    "none,     exception, keep,      ERROR",
    "OK,       exception, keep,      OK",
    "ERROR,    exception, keep,      ERROR",
    "OK>ERROR, exception, keep,      OK",
    "ERROR>OK, exception, keep,      OK",
    "none,     clean,     overwrite, OK",
    "OK,       clean,     overwrite, OK",
    "ERROR,    clean,     overwrite, OK",
    "OK>ERROR, clean,     overwrite, OK",
    "ERROR>OK, clean,     overwrite, OK",
    "none,     exception, overwrite, ERROR",
    "OK,       exception, overwrite, OK",
    "ERROR,    exception, overwrite, ERROR",
    "OK>ERROR, exception, overwrite, OK",
    "ERROR>OK, exception, overwrite, OK",
  })
  void theStatusOfASpanFollowsTheTable(String set, String left, String onExit, String expected) {
    Mlflow.setStatusOverwrittenOnExit(onExit.equals("overwrite"));
    try {
      Mlflow.runWithSpan(
          "s",
          span -> {
            for (String code : set.split(">")) {
              if (!code.equals("none")) {
                span.setStatus(code);
              }
            }
            if (left.equals("exception")) {
              throw new IllegalStateException("boom");
            }
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("boom");
    }
    assertThat(span().status().statusCode()).isEqualTo(SpanStatusCode.valueOf(expected));
    assertThat(trace().info().state()).isEqualTo(TraceState.valueOf(expected));
    assertThat(span().events()).hasSize(left.equals("exception") ? 1 : 0);
  }

  @Test
  void anUnknownStatusIsRefusedAndTheSpanIsLeftAlone() {
    try (var span = Mlflow.startSpan("s")) {
      assertThatThrownBy(() -> span.setStatus("INVALID"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("INVALID")
          .hasMessageContaining("\"OK\"");
      assertThat(span.status()).isEqualTo(SpanStatus.UNSET);
    }
    assertThat(span().status()).isEqualTo(SpanStatus.OK);
  }

  @Test
  void onlyAnErrorKeepsItsDescription() {
    try (var span = Mlflow.startSpan("s")) {
      span.setStatus(SpanStatus.error("Failed to connect to database"));
    }
    assertThat(span().status().description()).isEqualTo("Failed to connect to database");
  }

  @Test
  void anExceptionIsThrownOnUnchangedAndMarksAllSpansThatItCrosses() {
    IOException thrown = new IOException("no disk", new IllegalStateException("cause"));
    assertThatThrownBy(
            () ->
                Mlflow.withSpan(
                    "outer",
                    outer ->
                        Mlflow.withSpan(
                            "inner",
                            inner -> {
                              if (inner.isRecording()) {
                                throw thrown;
                              }
                              return 1;
                            })))
        .isSameAs(thrown);
    for (String name : new String[] {"outer", "inner"}) {
      assertThat(span(name).status()).isEqualTo(SpanStatus.error("IOException: no disk"));
      assertThat(span(name).events()).hasSize(1);
      SpanEvent event = span(name).events().get(0);
      assertThat(event.name()).isEqualTo("exception");
      assertThat(event.attributes())
          .containsEntry("exception.type", "java.io.IOException")
          .containsEntry("exception.message", "no disk");
      assertThat(event.attributes().get("exception.stacktrace").toString())
          .contains("Caused by: java.lang.IllegalStateException: cause");
    }
  }

  @Test
  void aHandledExceptionLeavesTheParentOk() {
    Mlflow.runWithSpan(
        "parent",
        parent -> {
          try {
            Mlflow.runWithSpan(
                "child",
                child -> {
                  throw new IOException("x");
                });
          } catch (IOException e) {
            parent.setOutputs("handled");
          }
        });
    assertThat(span("child").status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span("parent").status()).isEqualTo(SpanStatus.OK);
    assertThat(trace().info().state()).isEqualTo(TraceState.OK);
  }

  @Test
  void anExceptionCanBeRecordedWithoutBeingThrown() {
    try (var span = Mlflow.startSpan("s")) {
      span.recordException(new IllegalArgumentException("bad"));
    }
    assertThat(span().status()).isEqualTo(SpanStatus.error("IllegalArgumentException: bad"));
    assertThat(span().events()).hasSize(1);
  }

  @Test
  void aMessageCanBeRecordedAsAnException() {
    try (var span = Mlflow.startSpan("s")) {
      span.recordException("something broke");
    }
    assertThat(span().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span().events()).hasSize(1);
    assertThat(span().events().get(0).attributes())
        .containsEntry("exception.message", "something broke");
  }

  @Test
  void anErrorThatHasNoUsableMessageDoesNoHarm() {
    class Exploding extends RuntimeException {
      private static final long serialVersionUID = 1L;

      @Override
      public String getMessage() {
        throw new IllegalStateException("from getMessage");
      }
    }

    Exploding thrown = new Exploding();
    assertThatThrownBy(
            () ->
                Mlflow.runWithSpan(
                    "s",
                    span -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
    assertThat(span().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
  }

  @Test
  void recordingOnASpanThatRecordsNothingDoesNothing() {
    Mlflow.getCurrentActiveSpan().recordException("x").setStatus("ERROR").setInputs(1).close();
    assertThat(traces()).isEmpty();
  }

  @Test
  void theTraceCanBeMarkedFailedByHandWhileItsSpanIsOk() {
    try (var span = Mlflow.startSpan("s")) {
      Mlflow.updateCurrentTrace(t -> t.state(TraceState.ERROR).tag("reviewed", "no"));
    }
    assertThat(span().status()).isEqualTo(SpanStatus.OK);
    assertThat(trace().info().state()).isEqualTo(TraceState.ERROR);
    assertThat(trace().info().tags()).containsEntry("reviewed", "no");
  }
}

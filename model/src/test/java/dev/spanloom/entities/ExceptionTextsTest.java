package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.internal.StackTraces;
import org.junit.jupiter.api.Test;

/** What events and assessments keep of exceptions. */
class ExceptionTextsTest {
  private static String stack(Throwable e) {
    return (String) SpanEvent.fromException(e).attributes().get(SpanEvent.EXCEPTION_STACKTRACE);
  }

  @Test
  void theEventSaysTypeMessageAndStack() {
    SpanEvent event = SpanEvent.fromException(new IllegalStateException("bad ✓"));

    assertThat(event.name()).isEqualTo("exception");
    assertThat(event.attributes())
        .containsEntry("exception.type", "IllegalStateException")
        .containsEntry("exception.message", "bad ✓");
    assertThat(event.timestamp()).isGreaterThan(1_600_000_000_000_000_000L);
  }

  @Test
  void causesAndSuppressedExceptionsAreInTheStack() {
    Exception e = new Exception("outer", new RuntimeException("inner"));
    e.addSuppressed(new Error("beside"));

    assertThat(stack(e))
        .contains("java.lang.Exception: outer")
        .contains("Caused by: java.lang.RuntimeException: inner")
        .contains("Suppressed: java.lang.Error: beside")
        .doesNotEndWith("\n");
  }

  @Test
  void exceptionsThatCauseEachOtherEnd() {
    Exception a = new Exception("a");
    Exception b = new Exception("b", a);
    a.initCause(b);

    assertThat(stack(a)).contains("CIRCULAR REFERENCE");
  }

  @Test
  void anExceptionWithoutMessageHasAnEmptyOne() {
    assertThat(SpanEvent.fromException(new RuntimeException()).attributes())
        .containsEntry("exception.message", "");
  }

  @Test
  void anExceptionWhoseOwnMethodsFailIsDescribedAllTheSame() {
    RuntimeException exploding =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("again");
          }
        };

    SpanEvent event = SpanEvent.fromException(exploding);

    assertThat((String) event.attributes().get("exception.message"))
        .contains("IllegalStateException");
    assertThat(stack(exploding)).contains("IllegalStateException");
    assertThat((String) event.attributes().get("exception.type")).contains("ExceptionTextsTest$");
  }

  @Test
  void anEndlessMessageIsCutInTheMiddle() {
    String stack = stack(new RuntimeException("x".repeat(1_000_000)));

    assertThat(stack).hasSizeLessThan(StackTraces.MAX_CHARS + 100).contains("characters cut");
  }

  @Test
  void theDescriptionIsTypeAndMessage() {
    assertThat(StackTraces.description(new RuntimeException("m"))).isEqualTo("RuntimeException: m");
    assertThat(StackTraces.description(new RuntimeException())).isEqualTo("RuntimeException");
  }

  @Test
  void anAssessmentErrorKeepsTheEndOfALongStack() {
    AssessmentError error = new AssessmentError("X", "m", "a".repeat(20_000) + "END");

    assertThat(error.stackTrace())
        .hasSize(10_000)
        .startsWith("[Stack trace is truncated]")
        .endsWith("END");
  }

  @Test
  void aTruncatedStackStaysAsItIsWhenReadAgain() {
    AssessmentError error = new AssessmentError("X", "m", "a".repeat(20_000));

    assertThat(new AssessmentError("X", "m", error.stackTrace())).isEqualTo(error);
  }

  @Test
  void anAssessmentErrorIsMadeFromAnException() {
    AssessmentError error = AssessmentError.fromException(new IllegalStateException("bad"));

    assertThat(error.errorCode()).isEqualTo("IllegalStateException");
    assertThat(error.errorMessage()).isEqualTo("bad");
    assertThat(error.stackTrace()).contains("ExceptionTextsTest");
  }
}

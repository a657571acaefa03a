package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** States of traces and codes of spans, in all their spellings. */
class StatusTest {
  @ParameterizedTest
  @CsvSource({"STATE_UNSPECIFIED, 0", "OK, 1", "ERROR, 2", "IN_PROGRESS, 3"})
  void aTraceStateHasTheNumberOfTheProtobufEnum(TraceState state, int number) {
    assertThat(TraceState.fromNumber(number)).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4, 99})
  void anUnknownStateNumberIsUnspecified(int number) {
    assertThat(TraceState.fromNumber(number)).isEqualTo(TraceState.STATE_UNSPECIFIED);
  }

  @ParameterizedTest
  @EnumSource(TraceState.class)
  void aTraceStateReadsItsNameAndItsLegacyName(TraceState state) {
    assertThat(TraceState.parse(state.name())).isEqualTo(state);
    assertThat(TraceState.parse(state.legacyName())).isEqualTo(state);
  }

  @Test
  void anUnknownStateIsRefusedShowingIt() {
    assertThatThrownBy(() -> TraceState.parse("CUSTOM"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("CUSTOM");
  }

  @ParameterizedTest
  @CsvSource({"OK, OK", "ERROR, ERROR", "UNSET, STATE_UNSPECIFIED"})
  void theStatusOfTheRootMeansAState(SpanStatusCode code, TraceState state) {
    assertThat(TraceState.fromStatus(code)).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"UNSET, 0", "OK, 1", "ERROR, 2"})
  void aSpanStatusHasTheNumberOfOtlp(SpanStatusCode code, int number) {
    assertThat(code.number()).isEqualTo(number);
    assertThat(SpanStatusCode.fromNumber(number)).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource(SpanStatusCode.class)
  void aSpanStatusReadsBothOfItsNames(SpanStatusCode code) {
    assertThat(SpanStatusCode.fromWireName(code.wireName())).isEqualTo(code);
    assertThat(SpanStatusCode.fromWireName(code.name())).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ok", "", "STATUS_CODE_OK", "FAILED"})
  void anyOtherNameOfAStatusIsRefused(String name) {
    assertThatThrownBy(() -> SpanStatusCode.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: \"OK\", \"ERROR\" or \"UNSET\"");
  }

  @ParameterizedTest
  @EnumSource(SpanKind.class)
  void aSpanKindReadsItsOtlpNumber(SpanKind kind) {
    assertThat(SpanKind.fromNumber(kind.number())).isEqualTo(kind);
  }

  @Test
  void aLogLevelReadsItsNameInAnyCase() {
    assertThat(SpanLogLevel.parse("warning").severity()).isEqualTo(30);
    assertThatThrownBy(() -> SpanLogLevel.parse("LOUD")).hasMessageContaining("LOUD");
  }
}

package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIdsTest {
  private static final String HEX = "0af7651916cd43dd8448eb211c80319c";

  @ParameterizedTest
  @ValueSource(
      strings = {"tr-" + HEX, "trace:/cat.sch/" + HEX, HEX, "tr-0AF7651916CD43DD8448EB211C80319C"})
  void everySpellingHoldsTheOpenTelemetryId(String id) {
    assertThat(TraceIds.toOtel(id)).contains(HEX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tr-", "tr-123", "tr-" + HEX + "0", TraceIds.NO_OP, "my trace"})
  void otherTextsHoldNone(String id) {
    assertThat(TraceIds.toOtel(id)).isEmpty();
  }

  @Test
  void anIdIsMadeFromTheOpenTelemetryId() {
    assertThat(TraceIds.fromOtel(HEX)).isEqualTo("tr-" + HEX).hasSize(35);
    assertThat(TraceIds.v4("cat.sch", HEX)).isEqualTo("trace:/cat.sch/" + HEX);
  }

  @Test
  void onlyAV4IdHasALocation() {
    assertThat(TraceIds.location("trace:/cat.sch/" + HEX)).contains("cat.sch");
    assertThat(TraceIds.location("tr-" + HEX)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace:/", "trace:/a", "trace:/a/", "trace://b", "trace:/a/b/c"})
  void aMalformedV4IdIsRefused(String id) {
    assertThatThrownBy(() -> TraceIds.location(id))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining(id);
  }

  @Test
  void aSpanOfAForeignIdKeepsItThroughOtlp() {
    Span span = Span.builder("my-id", "00f067aa0ba902b7").otelTraceId(HEX).build();

    Span read = Span.fromOtlp(span.toOtlp());

    assertThat(read.traceId()).isEqualTo("my-id");
    assertThat(read.otelTraceId()).isEqualTo(HEX);
  }

  @Test
  void aSpanWithoutMlflowsAttributeGetsAnIdMadeFromItsOwn() {
    Span foreign = Span.builder("tr-" + HEX, "00f067aa0ba902b7").build();

    assertThat(foreign.attributeValues()).isEmpty();
    assertThat(Span.fromOtlp(foreign.toOtlp()).traceId()).isEqualTo("tr-" + HEX);
  }
}

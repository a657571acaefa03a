package dev.spanloom.entities.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The head of a span says what the whole span says. */
class SpanHeadTest {
  private static final String TRACE = "tr-0af7651916cd43dd8448eb211c80319c";

  private static void assertSame(byte[] bytes) {
    Span whole = Span.fromOtlp(bytes);
    assertThat(SpanHead.of(bytes))
        .isEqualTo(
            new SpanHead(
                whole.traceId(), whole.spanId(), whole.parentId(), whole.startTimeUnixNanos()));
  }

  @Test
  void ofRootsAndChildren() {
    Span.Builder span = Span.builder(TRACE, "b7ad6b7169203331").startTimeUnixNanos(5);
    assertSame(span.attribute("a", AttributeValue.of("b")).build().toOtlp());
    assertSame(span.parentId("b7ad6b7169203332").build().toOtlp());
  }

  @Test
  void ofTracesWithAnIdOfTheirOwnBeItJsonOrNot() {
    for (String id : new String[] {"mine", "\"mine\"", "", "\"\""}) {
      assertSame(
          Span.builder(TRACE, "b7ad6b7169203331")
              .attribute(SpanAttributeKey.REQUEST_ID, AttributeValue.of(id))
              .build()
              .toOtlp());
    }
  }

  @Property(tries = 2_000)
  void ofDamagedBytesToo(@ForAll int at, @ForAll byte value) {
    byte[] bytes =
        Span.builder(TRACE, "b7ad6b7169203331")
            .attribute(SpanAttributeKey.REQUEST_ID, AttributeValue.of("own id"))
            .parentId("b7ad6b7169203332")
            .startTimeUnixNanos(7)
            .build()
            .toOtlp();
    bytes[Math.floorMod(at, bytes.length)] = value;
    try {
      Span.fromOtlp(bytes);
    } catch (MlflowException e) {
      return; // what is no span is not asked for its head alone: the store refuses it
    }
    assertSame(bytes);
  }

  @Test
  void whatIsNoSpanIsSaidToBeNone() {
    assertThatThrownBy(() -> SpanHead.of(new byte[0]))
        .isInstanceOf(MlflowException.class)
        .hasMessage("span without span id");
    byte[] cut = Span.builder(TRACE, "b7ad6b7169203331").build().toOtlp();
    assertThatThrownBy(() -> SpanHead.of(Arrays.copyOf(cut, 5)))
        .isInstanceOf(MlflowException.class)
        .hasMessageStartingWith("span: ");
  }
}

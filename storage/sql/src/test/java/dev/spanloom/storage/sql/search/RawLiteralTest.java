package dev.spanloom.storage.sql.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.query.Operator;
import dev.spanloom.query.Patterns;
import dev.spanloom.query.SpanText;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawLiteralTest {
  private static EncodedSpan span(Object value) {
    return EncodedSpan.of(
        Span.builder("tr-00000000000000000000000000000001", "0000000000000001")
            .name("step")
            .attribute("key", AttributeValue.of(value))
            .build());
  }

  private static Optional<RawLiteral> literal(Operator operator, String pattern) {
    return RawLiteral.of(new LeafTest.Pattern(operator, pattern));
  }

  @Property
  void noSpanIsPassedOverThatMatches(
      @ForAll("values") Object value, @ForAll int from, @ForAll int length, @ForAll boolean upper) {
    EncodedSpan encoded = span(value);
    String text = SpanText.of(encoded.decode());
    int start = Math.floorMod(from, text.length());
    int end = start + 1 + Math.floorMod(length, text.length() - start);
    String part = text.substring(start, end);
    String like = "%" + part + "%";
    if (Patterns.like(like).test(text)) {
      assertThat(literal(Operator.LIKE, like)).matches(raw -> passes(raw, encoded), like);
    }
    String ilike = "%" + (upper ? part.toUpperCase(Locale.ROOT) : part) + "%";
    if (Patterns.ilike(ilike).test(text)) {
      assertThat(literal(Operator.ILIKE, ilike)).matches(raw -> passes(raw, encoded), ilike);
    }
  }

  private static boolean passes(Optional<RawLiteral> literal, EncodedSpan span) {
    return literal.isEmpty() || literal.get().mayMatch(span.span());
  }

  @Provide
  Arbitrary<Object> values() {
    Arbitrary<Object> plain =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(20).asGeneric(),
            Arbitraries.strings().alpha().ofMaxLength(20).asGeneric(),
            Arbitraries.of("\u0130stanbul", "\u212aelvin", "stra\u00dfe \u017f", "50%", "a\\nb"),
            Arbitraries.longs().asGeneric(),
            Arbitraries.doubles().asGeneric(),
            Arbitraries.of(true, false));
    return Arbitraries.oneOf(
        plain,
        plain.list().ofMaxSize(3).asGeneric(),
        Arbitraries.maps(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(5), plain)
            .ofMaxSize(3)
            .asGeneric());
  }

  @Test
  void aSpanWithoutTheWordsIsPassedOver() {
    byte[] bytes = span("Hello world").span();
    assertThat(literal(Operator.LIKE, "%world of%").orElseThrow().mayMatch(bytes)).isTrue();
    assertThat(literal(Operator.LIKE, "%World%").orElseThrow().mayMatch(bytes)).isFalse();
    assertThat(literal(Operator.ILIKE, "%WORLD%").orElseThrow().mayMatch(bytes)).isTrue();
    assertThat(literal(Operator.ILIKE, "%worlds%").orElseThrow().mayMatch(bytes)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%5%", "%1.0E5%", "%tru%", "%: %", "%null%", "%\", \"%"})
  void whatMayBeNoStringOfTheSpanSaysNothing(String pattern) {
    assertThat(literal(Operator.LIKE, pattern)).isEmpty();
    assertThat(literal(Operator.ILIKE, pattern)).isEmpty();
  }

  @Test
  void regularExpressionsSayNothing() {
    assertThat(literal(Operator.RLIKE, "world")).isEmpty();
  }
}

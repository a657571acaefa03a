package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SpanTextTest {
  private static Span.Builder span(String name) {
    return Span.builder("tr-00000000000000000000000000000001", "0000000000000001").name(name);
  }

  private static Set<String> words(WordSet set) {
    Set<String> words = new TreeSet<>();
    set.forEach(words::add);
    return words;
  }

  private static void assertSameWords(Span span) {
    WordSet ofText = new WordSet();
    ofText.add(SpanText.of(span));
    WordSet ofSpan = new WordSet();
    SpanText.addWords(span, ofSpan);

    assertThat(words(ofSpan)).isEqualTo(words(ofText));
    assertThat(ofSpan.hasLong()).isEqualTo(ofText.hasLong());
  }

  @Property(tries = 300)
  void theWordsOfASpanAreThoseOfItsText(
      @ForAll("texts") String name,
      @ForAll("texts") String key,
      @ForAll("values") Object value,
      @ForAll("values") Object other) {
    assertSameWords(
        span(name)
            .spanType(name)
            .status(SpanStatus.error(key))
            .attribute("k" + key, AttributeValue.of(value))
            .attribute("more", AttributeValue.of(other))
            .events(List.of(SpanEvent.of(name, 1, Map.of("e" + key, other))))
            .build());
  }

  @Test
  void nothingAndBytesAndNumbersHaveWordsToo() {
    assertSameWords(
        span("n")
            .attribute("null", AttributeValue.of(null))
            .attribute(
                "list",
                AttributeValue.of(Arrays.asList(null, 1.5, -7L, true, Map.of("", List.of()))))
            .attribute("bytes", AttributeValue.of(new byte[] {1, 2, 3}))
            .attribute("long", AttributeValue.of("x".repeat(41)))
            .attribute("half", AttributeValue.of("a\ud83d"))
            .attribute("other half", AttributeValue.of("\ude00b"))
            .build());
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars(" aBé-_\"{:9日")
        .withChars('\ud83d', '\ude00')
        .ofMaxLength(45);
  }

  @Provide
  Arbitrary<Object> values() {
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            texts().map(text -> (Object) text),
            Arbitraries.longs().map(number -> (Object) number),
            Arbitraries.doubles().map(number -> (Object) number),
            Arbitraries.of(true, false).map(flag -> (Object) flag));
    return Arbitraries.recursive(
        () -> leaves,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(3).map(list -> (Object) list),
                Arbitraries.maps(texts(), inner).ofMaxSize(3).map(map -> (Object) map)),
        0,
        3);
  }
}

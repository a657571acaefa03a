package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTest {
  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "abc | abc | true",
        "abc | abcd | false",
        "abc | ABC | false",
        "a%c | abbc | true",
        "a%c | ac | true",
        "a%c | acb | false",
        "%b% | abc | true",
        "a_c | abc | true",
        "a_c | ac | false",
        "a_c | a𝐀c | true",
        "% | '' | true",
        "'' | '' | true",
        "'' | a | false",
        "_ | '' | false",
        "%_ | a | true",
        "a%a | a | false",
        "%ab%ab | abab | true",
        "%ab%ab | aab | false",
        "%a_c%d | abacxxabcd | true",
        "100% | 100 % | true",
        "a\\% | a\\b | true",
      })
  void likeComparesTheWholeText(String pattern, String text, boolean matches) {
    assertThat(Patterns.like(pattern).test(text)).isEqualTo(matches);
  }

  @Test
  void ilikeForgetsCase() {
    assertThat(Patterns.ilike("%GRÖSSE%").test("die größse")).isFalse();
    assertThat(Patterns.ilike("%größe%").test("DIE GRÖßE")).isTrue();
    assertThat(Patterns.ilike("ΣΑΣ").test("σας")).isTrue();
    assertThat(Patterns.ilike("_bc").test("𝐀BC")).isTrue();
  }

  @Property(tries = 5_000)
  void likeAgreesWithASimpleDefinition(
      @ForAll("patterns") String pattern, @ForAll("texts") String text) {
    assertThat(Patterns.like(pattern).test(text)).isEqualTo(simple(pattern, text));
  }

  @Property
  void longPiecesAreFoundAsShortOnesAre(
      @ForAll("periods") String piece, @ForAll("periods") String text) {
    String needle = piece.repeat(20);
    String hay = text.repeat(40) + needle.substring(1) + text;
    assertThat(Patterns.like("%" + needle + "%").test(hay)).isEqualTo(hay.contains(needle));
    assertThat(Patterns.like("%" + needle + "_%").test(hay))
        .isEqualTo(hay.substring(0, hay.length() - 1).contains(needle));
  }

  @Provide
  Arbitrary<String> periods() {
    return Arbitraries.strings().withChars("ab").ofMinLength(2).ofMaxLength(5);
  }

  /** The definition, word for word; exponential. */
  private static boolean simple(String pattern, String text) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    String rest = pattern.substring(1);
    if (pattern.charAt(0) == '%') {
      return simple(rest, text) || (!text.isEmpty() && simple(pattern, next(text)));
    }
    return !text.isEmpty()
        && (pattern.charAt(0) == '_'
            ? simple(rest, next(text))
            : text.charAt(0) == pattern.charAt(0) && simple(rest, text.substring(1)));
  }

  private static String next(String text) {
    return text.substring(Character.charCount(text.codePointAt(0)));
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.strings().withChars("ab%_").ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab").ofMaxLength(12),
        Arbitraries.of("𝐀", "a𝐀b", "𝐀𝐀", ""));
  }

  @Test
  void hostilePatternsTakeNoLongerThanOthers() {
    String text = "a".repeat(2_000_000);
    assertThat(Patterns.like("%" + "a".repeat(5_000) + "b%").test(text)).isFalse();
    assertThat(Patterns.like("%" + "_a".repeat(200) + "b%").test(text)).isFalse();
    assertThat(Patterns.like("%a".repeat(3_000) + "b").test(text)).isFalse();
  }
}

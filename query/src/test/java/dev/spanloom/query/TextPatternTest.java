package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.query.TextPattern.Fragment;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TextPatternTest {
  private static final Fragment OPEN = new Fragment("needle", true, true);

  @Test
  void aRunAtAWildcardMayGoOnInTheText() {
    assertThat(TextPattern.of("%needle%")).containsExactly(OPEN);
    assertThat(TextPattern.of("needle%")).containsExactly(new Fragment("needle", false, true));
    assertThat(TextPattern.of("%Needle")).containsExactly(new Fragment("needle", true, false));
    assertThat(TextPattern.of("needle")).containsExactly(new Fragment("needle", false, false));
    assertThat(TextPattern.of("_needle %")).containsExactly(new Fragment("needle", true, false));
  }

  @Test
  void everyRunIsAskedForOnce() {
    assertThat(TextPattern.of("%rate limit, RATE limit%"))
        .containsExactly(
            new Fragment("rate", true, false),
            new Fragment("limit", false, false),
            new Fragment("rate", false, false),
            new Fragment("limit", false, true));
    assertThat(TextPattern.of("a a a")).containsExactly(new Fragment("a", false, false));
    assertThat(TextPattern.of("%日本x%"))
        .containsExactly(
            new Fragment("日", false, false),
            new Fragment("本", false, false),
            new Fragment("x", false, true));
    assertThat(TextPattern.of("%")).isEmpty();
    assertThat(TextPattern.of("%!?_")).isEmpty();
    assertThat(TextPattern.of("")).isEmpty();
  }

  @Property(tries = 5_000)
  void whatAPatternMatchesHasItsFragments(@ForAll("cases") List<String> texts) {
    String text = texts.get(0);
    String pattern = texts.get(1);
    if (Patterns.ilike(pattern).test(text) || Patterns.like(pattern).test(text)) {
      WordSet set = new WordSet();
      set.add(text);
      List<String> words = new ArrayList<>();
      set.forEach(words::add);
      for (Fragment fragment : TextPattern.of(pattern)) {
        assertThat(
                words.stream().anyMatch(fragment::matches)
                    || (set.hasLong() && fragment.mayBeLong()))
            .as("%s of %s in %s", fragment, pattern, words)
            .isTrue();
      }
    }
  }

  /** A text, and a pattern made from it by replacing parts, so that most match. */
  @Provide
  Arbitrary<List<String>> cases() {
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            Arbitraries.strings().withChars("aB -é日\uD835\uDC00\u0345ſ").ofMaxLength(30),
            Arbitraries.strings().withChars("ab").ofMinLength(38).ofMaxLength(60),
            Arbitraries.strings().ofMaxLength(10));
    Arbitrary<Integer> places = Arbitraries.integers().between(0, 60);
    return Combinators.combine(texts, places, places, Arbitraries.of("%", "_", "%%", ""))
        .as(
            (text, a, b, wildcard) -> {
              int from = Math.min(Math.min(a, b), text.length());
              int to = Math.min(Math.max(a, b), text.length());
              int end = wildcard.equals("_") ? Math.min(from + 1, text.length()) : to;
              String replaced = text.substring(0, from) + wildcard + text.substring(end);
              return List.of(
                  text, a % 2 == 0 ? replaced.toUpperCase(java.util.Locale.ROOT) : replaced);
            });
  }
}

package dev.spanloom.query;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
  @ParameterizedTest(name = "{0} in {1}: {2}")
  @CsvSource(
      delimiter = ';',
      value = {
        "^gpt ; gpt-4o ; true",
        "^gpt ; my gpt ; false",
        "4o$ ; gpt-4o ; true",
        "'' ; anything ; true",
        "gpt|claude ; claude-3 ; true",
        "(preview|[0-9]{8}) ; gpt-20250101 ; true",
        "(preview|[0-9]{8}) ; gpt-2025010 ; false",
        "v2\\.[0-9] ; v2.5 ; true",
        "v2\\.[0-9] ; v2x5 ; false",
        "Great.*helpful ; Great, really helpful ; true",
        "^[ab]+$ ; abba ; true",
        "^[^ab]+$ ; xyz ; true",
        "^[^ab]+$ ; xya ; false",
        "colou?r ; color ; true",
        "^a{2,3}$ ; aa ; true",
        "^a{2,3}$ ; aaaa ; false",
        "^a{2,}?$ ; aaaa ; true",
        "^a{,2}$ ; aa ; true",
        "^a{x}$ ; a{x} ; true",
        "\\bcat\\b ; a cat sat ; true",
        "\\bcat\\b ; concatenate ; false",
        "\\Bcat ; concatenate ; true",
        "^\\w+\\s\\d+$ ; größe 42 ; true",
        "(?i)GROSS ; groSS ; true",
        "(?i)[A-C]X ; bx ; true",
        "(?i)[^a]b ; Ab ; false",
        "(?i:a)b ; AB ; false",
        "(?P<year>\\d{4})-(?:\\d{2}) ; 2026-01 ; true",
        "a(?#what)b ; ab ; true",
        "[]a]+x ; ]x ; true",
        "[a\\-z]9 ; -9 ; true",
        "[-a]9 ; -9 ; true",
        "\\x41\\u00e9 ; Aé ; true",
        "\\$\\^\\( ; $^( ; true",
        "^.$ ; 𝐀 ; true",
        "(a|b)*c|d$ ; ababd ; true",
        "^(a|ab)(c|bcd)$ ; abcd ; true",
        "\\Aa\\Z ; a ; true",
        "(?:(a|^)){2}c ; ac ; true",
      })
  void aRegularExpressionIsFound(String regex, String text, boolean found) {
    assertThat(Patterns.rlike(regex).test(text)).isEqualTo(found);
  }

  @Test
  void linesAreAsPythonHasThem() {
    assertThat(Patterns.rlike("^b$").test("a\nb\nc")).isFalse();
    assertThat(Patterns.rlike("(?m)^b$").test("a\nb\nc")).isTrue();
    assertThat(Patterns.rlike("a$").test("a\n")).isTrue();
    assertThat(Patterns.rlike("a\\Z").test("a\n")).isFalse();
    assertThat(Patterns.rlike("a.b").test("a\nb")).isFalse();
    assertThat(Patterns.rlike("(?s)a.b").test("a\nb")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "a)",
        "[a",
        "[b-a]",
        "*a",
        "a**",
        "a++",
        "+",
        "?",
        "a{3,2}",
        "a{1001}",
        "\\",
        "\\q",
        "(a)\\1",
        "(?=a)",
        "(?!a)",
        "(?<=a)",
        "(?<!a)",
        "(?>a)",
        "(?P=n)",
        "(?P<>a)",
        "(?z)",
        "(?",
        "(?#a",
        "\\x4",
        "\\xg1",
        "\\UFFFFFFFF",
        "(?(1)a)",
        "((a{900}){900}){900}",
        "((((((){1000}){1000}){1000}){1000}){1000}){1000}"
      })
  void aBadOrBoundlessOneIsRefused(String regex) {
    assertThatThrownBy(() -> Patterns.rlike(regex))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageContaining("regular expression \"");
  }

  @Test
  void longAndDeepOnesAreRefused() {
    assertThatThrownBy(() -> Patterns.rlike("a".repeat(1_001))).hasMessageContaining("too long");
    assertThatThrownBy(() -> Patterns.rlike("(".repeat(1_000))).hasMessageContaining("too deep");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a*)*b",
        "(a|a)*b",
        "(a|aa)+$b",
        "(.*)(.*)(.*)(.*)(.*)b",
        "(x+x+)+y|((a?){90}){9}b"
      })
  void noExpressionMakesTheSearchHang(String regex) {
    assertThat(Patterns.rlike(regex).test("a".repeat(5_000) + "c")).isFalse();
  }

  @Property
  void itAgreesWithTheRegularExpressionsOfJava(
      @ForAll("expressions") Expression expression, @ForAll("subjects") String text) {
    Pattern java;
    try {
      java = Pattern.compile(expression.unrolled(), Pattern.UNICODE_CHARACTER_CLASS);
    } catch (PatternSyntaxException e) {
      return;
    }
    assertThat(Regex.compile(expression.regex()).isFoundIn(text))
        .isEqualTo(java.matcher(text).find());
  }

  /**
   * An expression, and the same without counted repetitions: Java leaves a loop at the first turn
   * that takes no text, even when turns are still owed, as in {@code (?:(a|^)){2}c} on "ac".
   */
  record Expression(String regex, String unrolled) {
    static Expression joined(List<Expression> parts, String before, String between, String behind) {
      return new Expression(
          parts.stream().map(Expression::regex).collect(joining(between, before, behind)),
          parts.stream().map(Expression::unrolled).collect(joining(between, before, behind)));
    }

    Expression repeated(String times) {
      String part = "(?:" + unrolled + ")";
      String written =
          switch (times) {
            case "+" -> part + part + "*";
            case "{2}" -> part + part;
            case "{1,2}" -> part + part + "?";
            case "{2,}" -> part + part + part + "*";
            default -> part + times;
          };
      return new Expression("(?:" + regex + ")" + times, written);
    }
  }

  @Property
  void anyTextIsAnExpressionOrRefused(@ForAll String regex, @ForAll String text) {
    try {
      Patterns.rlike(regex).test(text);
    } catch (MlflowException e) {
      assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
    }
  }

  @Provide
  Arbitrary<String> subjects() {
    return Arbitraries.strings().withChars("abc𝐀_ 1").ofMaxLength(10);
  }

  @Provide
  Arbitrary<Expression> expressions() {
    return expression(3);
  }

  private static Arbitrary<Expression> expression(int depth) {
    Arbitrary<Expression> one =
        Arbitraries.of(
                "a", "b", "c", "𝐀", ".", "\\d", "\\w", "\\s", "[ab]", "[^a]", "[a-c]", "^", "$",
                "\\b", "(?:)", "_")
            .map(text -> new Expression(text, text));
    if (depth == 0) {
      return one;
    }
    Arbitrary<Expression> below = Arbitraries.lazy(() -> expression(depth - 1));
    Arbitrary<List<Expression>> several = below.list().ofMinSize(1).ofMaxSize(3);
    return Arbitraries.oneOf(
        one,
        several.map(list -> Expression.joined(list, "", "", "")),
        several.map(list -> Expression.joined(list, "(", "|", ")")),
        Combinators.combine(below, Arbitraries.of("*", "+", "?", "{2}", "{1,2}", "*?", "{2,}"))
            .as(Expression::repeated));
  }
}

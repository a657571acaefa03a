package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is given to the parser, it answers with a filter or with its own error. */
class FilterFuzzTest extends FilterArbitraries {
  private static void check(String text) {
    try {
      Filter filter = FilterParser.parse(text);
      assertThat(FilterParser.parse(FilterPrinter.print(filter))).isEqualTo(filter);
      Filters.resolve(filter, 0);
    } catch (MlflowException e) {
      assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
      assertThat(e.getMessage()).startsWith("filter");
    }
  }

  @Property
  void anyText(@ForAll String text) {
    check(text);
  }

  @Property(tries = 3_000)
  void anySequenceOfPieces(@ForAll("pieces") String text) {
    check(text);
  }

  @Property(tries = 3_000)
  void aFilterWithAPieceReplaced(
      @ForAll("filters") Filter filter, @ForAll int at, @ForAll int length, @ForAll String piece) {
    String text = FilterPrinter.print(filter);
    int from = Math.floorMod(at, text.length() + 1);
    int to = Math.min(text.length(), from + Math.floorMod(length, 5));
    check(text.substring(0, from) + piece + text.substring(to));
  }

  @Property
  void anyTextAsAnOrder(@ForAll("pieces") String text) {
    try {
      OrderByParser.parse(List.of(text));
    } catch (MlflowException e) {
      assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
    }
  }

  @Provide
  Arbitrary<String> pieces() {
    Arbitrary<String> piece =
        Arbitraries.of(
            "name",
            "status",
            "tag.x",
            "span.name",
            "span",
            "(",
            ")",
            "=",
            "!=",
            "<",
            ">=",
            "'a'",
            "\"b\"",
            "`c`",
            "5",
            "-0.5",
            "1e9",
            "true",
            "AND",
            "OR",
            "NOT",
            "IN",
            "LIKE",
            "RLIKE",
            "'('",
            "IS",
            "NULL",
            "EXISTS",
            "BETWEEN",
            ",",
            ".",
            "'",
            "\"",
            "`",
            "ago(2h)",
            "now()",
            "timestamp",
            "feedback.",
            "attributes.x",
            "\u0000",
            "é",
            "𝐀",
            "\uD800",
            ";",
            "%");
    return Combinators.combine(piece.list().ofMaxSize(12), Arbitraries.of("", " "))
        .as((list, between) -> String.join(between, list));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "NOT ",
        "span(",
        "name = 'a' AND (",
        "name IN (",
        "'",
        "''",
        "`",
        "tag.`a`.",
        "a.",
        "-",
        "5",
        "1e",
        ".",
        "((name = 'a') OR ",
        "name = 'a' OR ",
        "𝐀",
        "𝐀(",
        "日",
        " ",
        "timestamp = ago(",
        "EXISTS ",
        "name BETWEEN "
      })
  void aHundredThousandCharactersOfOneThing(String piece) {
    String text = piece.repeat(100_000 / piece.length());
    assertThat(Duration.ofSeconds(2))
        .isGreaterThan(
            time(
                () -> {
                  check(text);
                  check("name = 'a' AND " + text);
                  check("tag." + text + " = 'a'");
                }));
  }

  /** What this thread has of the processor, whatever else the machine does. */
  private static Duration time(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    assertThatCode(work::run).doesNotThrowAnyException();
    return Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
  }
}

package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterErrorsTest {
  private static String message(String filter) {
    MlflowException error =
        catchThrowableOfType(MlflowException.class, () -> FilterParser.parse(filter));
    assertThat(error).as(filter).isNotNull();
    assertThat(error.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
    return String.valueOf(error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid",
        "name = 'foo' AND invalid",
        "foo.bar = 'baz'",
        "invalid = 'foo'",
        "trace.tags.foo = 'bar'",
        "trace.status < 'OK'",
        "tag.x > '1'",
        "status = OK",
        "status = 5",
        "status = true",
        "execution_time IN ('1')",
        "execution_time IN (1)",
        "execution_time = '1'",
        "status IN ()",
        "status IN (1)",
        "status IN 'OK'",
        "status IN ('OK'",
        "status IN ('OK',)",
        "span.duration = '1'",
        "span.parent_id = 'x'",
        "span.content = 'x'",
        "trace.text = 'x'",
        "trace.text RLIKE 'x'",
        "EXISTS trace.text",
        "span.content IS NULL",
        "span.attributes. = 'x'",
        "span.attributes = 'x'",
        "tag. = 'x'",
        "tag.`` = 'x'",
        "name = 'a'; name = 'b'",
        "name = 'a",
        "name = \"a'",
        "`name = 'a'",
        "(name = 'a'",
        "name = 'a')",
        "()",
        "NOT",
        "AND name = 'a'",
        "name = 'a' AND",
        "name = 'a' OR OR name = 'b'",
        "name = 'a' name = 'b'",
        "name == 'a'",
        "name <> 'a'",
        "name = 'a' && name = 'b'",
        "name = 'a' || name = 'b'",
        "name IS 'a'",
        "name IS NOT",
        "name NOT = 'a'",
        "name",
        "'name' = 'a'",
        "5 = 5",
        "name = name",
        "name LIKE 5",
        "name RLIKE '('",
        "name RLIKE '(a)\\1'",
        "span(tag.x = 'a')",
        "span(span(name = 'a'))",
        "span()",
        "span",
        "span = 'a'",
        "timestamp > 'yesterday'",
        "timestamp > 2026-01-01",
        "timestamp > '2026-13-01'",
        "timestamp > ago(2)",
        "timestamp > ago(2y)",
        "timestamp > ago(2h",
        "timestamp > ago",
        "timestamp > now",
        "timestamp LIKE '1%'",
        "execution_time > ago(2h)",
        "tag.x > ago(2h)",
        "tag.x > true",
        "tag.x = 1e999",
        "tag.x = 1e99999999999",
        "name BETWEEN 'a' AND 'b'",
        "execution_time BETWEEN 1",
        "execution_time BETWEEN 1 OR 2",
        "attribute.duration_ms = 1",
        "name = 'a' % 2",
        "\u0000",
        "\uD800",
      })
  void whatIsNoFilterIsRefused(String filter) {
    assertThat(message(filter)).startsWith("filter, column ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "name = 'a' AND trace.staus = 'OK' | filter, column 16: unknown field \"trace.staus\" (did you mean \"trace.status\"?",
        "tgas.fruit = 'a' | filter, column 1: unknown field \"tgas.fruit\" (did you mean \"tags.fruit\"?",
        "trace.tags.foo = 'bar' | did you mean \"tags.foo\"?",
        "type = 'LLM' | did you mean \"span.type\"?",
        "tag = 'x' | did you mean \"tag.<key>\"?",
        "attributes.model = 'x' | did you mean \"span.attributes.model\"?",
        "session = 'x' | did you mean \"session_id\"?",
        "span.duration > 5 | did you mean \"span.duration_ms\"? expected: span.name, span.type, span.status, span.model, span.content,",
        "span.duration = '1' | or span.attributes.<name>)",
        "span.parent_id = 'x' | expected: span.name, span.type,",
        "span.attribute.x = 'x' | did you mean \"span.attributes.x\"?",
        "span(nmae = 'x') | filter, column 6: unknown field \"nmae\" (did you mean \"name\"?",
        "span.content = 'x' | filter, column 14: = does not go with span.content (expected: one of LIKE, ILIKE)",
        "status = OK | filter, column 10: found OK (expected: a text in quotes, such as 'OK')",
        "status < 'OK' | filter, column 8: < does not go with status (expected: one of =, !=,",
        "execution_time > '5' | filter, column 18: found '5' (expected: a number without quotes, such as 5 or 0.25)",
        "name = 'é' AND name = 'x | filter, column 23: no ' that ends this one",
        "name = '𝐀' name | filter, column 12: found name (expected: AND, OR or the end)",
        "name = 'a' && name = 'b' | filter, column 12: found && (expected: AND)",
        "name = | filter, column 7: found the end (expected: a text in quotes",
        "name RLIKE 'a(b' | filter, column 12: regular expression \"a(b\", character 2: a ( without a )",
        "timestamp > 'soon' | filter, column 13: found 'soon' (expected: milliseconds since 1970, ago(2h), now() or an ISO time",
      })
  void anErrorSaysWhereWhatAndWhatElse(String filter, String message) {
    assertThat(message(filter)).contains(message);
  }

  @Test
  void longInputIsShownInShort() {
    assertThat(message("name = " + "x".repeat(5_000)).length()).isLessThan(300);
    assertThat(message("x".repeat(5_000) + " = 'a'").length()).isLessThan(1_000);
    assertThat(message("tgas." + "x".repeat(5_000) + " = 'a'").length()).isLessThan(1_000);
    assertThat(message("trace." + "x".repeat(5_000) + " = 'a'").length()).isLessThan(1_000);
  }

  @Test
  void nestingHasALimit() {
    String deepest = "(".repeat(100) + "name = 'a'" + ")".repeat(100);
    assertThat(FilterParser.parse(deepest)).isEqualTo(FilterParser.parse("name = 'a'"));
    assertThat(message("(" + deepest + ")")).contains("at most 100 levels");
    assertThat(message("NOT ".repeat(50_000) + "name = 'a'")).contains("at most 100 levels");
    assertThat(message("span(".repeat(3) + "name = 'a')))")).contains("inside span(");
    assertThat(message("(".repeat(100_000))).contains("at most 100 levels");
  }

  @Test
  void theNumberOfConditionsHasALimit() {
    String many = "name = 'a'" + " OR name = 'a'".repeat(999);
    assertThat(((Filter.Or) FilterParser.parse(many)).parts()).hasSize(1_000);
    assertThat(message(many + " OR name = 'a'")).contains("too many conditions");
    assertThat(message("name IN ('a'" + ", 'a'".repeat(10_000) + ")")).contains("too many values");
  }

  @Test
  void theLengthHasALimit() {
    String text = "name = '" + "x".repeat(1_000_000) + "'";
    assertThatThrownBy(() -> FilterParser.parse(text))
        .isInstanceOf(MlflowException.class)
        .hasMessage("filter: 1000009 characters (expected: at most 1000000)");
  }
}

package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.query.Filter.Compare;
import dev.spanloom.query.Filter.OneOf;
import dev.spanloom.query.Filter.Present;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterParserTest {
  private static final Compare A = text(TraceField.NAME, "a");
  private static final Compare B = text(TraceField.NAME, "b");
  private static final Compare C = text(TraceField.NAME, "c");

  private static Compare text(Field field, String value) {
    return new Compare(field, Operator.EQUAL, new Literal.Text(value));
  }

  private static Filter parse(String text) {
    return FilterParser.parse(text);
  }

  @Test
  void noTextMeansEveryTrace() {
    assertThat(parse("")).isEqualTo(Filter.ALL);
    assertThat(parse(" \n\t")).isEqualTo(Filter.ALL);
    assertThat(FilterParser.parse(null)).isEqualTo(Filter.ALL);
  }

  @Test
  void andBindsTighterThanOrAndNotTighterThanAnd() {
    assertThat(parse("name='a' OR name='b' AND NOT name='c'"))
        .isEqualTo(new Filter.Or(List.of(A, new Filter.And(List.of(B, new Filter.Not(C))))));
    assertThat(parse("(name='a' OR name='b') and not (name='c')"))
        .isEqualTo(new Filter.And(List.of(new Filter.Or(List.of(A, B)), new Filter.Not(C))));
  }

  @Test
  void groupsOfTheSameKindAreOneGroup() {
    assertThat(parse("name='a' AND (name='b' AND (name='c'))"))
        .isEqualTo(new Filter.And(List.of(A, B, C)));
    assertThat(parse("(name='a' OR name='b') OR name='c'"))
        .isEqualTo(new Filter.Or(List.of(A, B, C)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "status | status",
        "attribute.status | status",
        "attributes.status | status",
        "trace.status | status",
        "`status` | status",
        "\"status\" | status",
        "trace.`status` | status",
        "timestamp | timestamp_ms",
        "`timestamp` | timestamp_ms",
        "attributes.timestamp_ms | timestamp_ms",
        "execution_time | execution_time_ms",
        "end_time | end_time_ms",
        "text | trace.text",
        "tag.fruit | tag.fruit",
        "tags.fruit | tag.fruit",
        "tag.`my-key` | tag.`my-key`",
        "tag.my-key | tag.`my-key`",
        "tag.\"my key\" | tag.`my key`",
        "tag.'my key' | tag.`my key`",
        "tag.name | tag.name",
        "tag.`a.b`.c | tag.a.b.c",
        "tag.a``b | tag.a",
        "tag.`a``b` | tag.`a``b`",
        "metadata.mlflow.sourceRun | metadata.mlflow.sourceRun",
        "request_metadata.`mlflow.sourceRun` | metadata.mlflow.sourceRun",
        "metadata.run_id | metadata.run_id",
        "feedback.text | feedback.text",
        "expectation.`is it?` | expectation.`is it?`",
        "span.name | span.name",
        "span.attributes.a.b | span.attributes.a.b",
        "span.attributes.\"llm model\" | span.attributes.`llm model`",
        "span.`attributes.x y` | span.attributes.`x y`",
        "tag.größe | tag.`größe`",
        "tag.`größe` | tag.`größe`",
        "tag.and | tag.and",
      })
  void aFieldHasTheseNames(String written, String canonical) {
    Lexer lexer = new Lexer(new SourceText("filter", written));
    Field field = FieldNames.resolve(new SourceText("filter", written), lexer.next(), false);
    assertThat(FilterPrinter.print(field)).isEqualTo(canonical);
  }

  @Test
  void textsKeepWhatStandsBetweenTheirQuotes() {
    assertThat(parse("name = \"it's\"")).isEqualTo(text(TraceField.NAME, "it's"));
    assertThat(parse("name = 'say \"hi\"'")).isEqualTo(text(TraceField.NAME, "say \"hi\""));
    assertThat(parse("name = 'it''s'")).isEqualTo(text(TraceField.NAME, "it's"));
    assertThat(parse("name = \"a\"\"b\"")).isEqualTo(text(TraceField.NAME, "a\"b"));
    assertThat(parse("name = ''")).isEqualTo(text(TraceField.NAME, ""));
    assertThat(parse("name = 'a\\'")).isEqualTo(text(TraceField.NAME, "a\\"));
    assertThat(parse("name = 'AND ) -- ;'")).isEqualTo(text(TraceField.NAME, "AND ) -- ;"));
  }

  @Test
  void keywordsHaveNoCaseNotEvenAtSpans() {
    assertThat(parse("span.name like 'a%' aNd span.name not in ('b')"))
        .isEqualTo(
            new Filter.And(
                List.of(
                    new Compare(SpanField.NAME, Operator.LIKE, new Literal.Text("a%")),
                    new OneOf(SpanField.NAME, true, List.of(new Literal.Text("b"))))));
  }

  @Test
  void aUserNamedValueIsComparedWithTextsNumbersAndBooleans() {
    KeyedField x = KeyedField.tag("x");
    assertThat(parse("tag.x = '5'")).isEqualTo(text(x, "5"));
    assertThat(parse("tag.x = 5")).isEqualTo(new Compare(x, Operator.EQUAL, Literal.Number.of(5)));
    assertThat(parse("tag.x >= -0.5e3"))
        .isEqualTo(
            new Compare(
                x, Operator.GREATER_OR_EQUAL, new Literal.Number(new BigDecimal("-0.5e3"))));
    assertThat(parse("tag.x != TRUE"))
        .isEqualTo(new Compare(x, Operator.NOT_EQUAL, new Literal.Bool(true)));
    assertThat(parse("tag.x IN ('a', 1, false)"))
        .isEqualTo(
            new OneOf(
                x,
                false,
                List.of(new Literal.Text("a"), Literal.Number.of(1), new Literal.Bool(false))));
  }

  @Test
  void presenceIsAskedInThreeWays() {
    KeyedField x = KeyedField.tag("x");
    assertThat(parse("EXISTS tag.x")).isEqualTo(new Present(x, false));
    assertThat(parse("tag.x IS NOT NULL")).isEqualTo(new Present(x, false));
    assertThat(parse("tag.x is null")).isEqualTo(new Present(x, true));
    assertThat(parse("feedback.x IS NULL"))
        .isEqualTo(new Present(new KeyedField(KeyedField.Family.FEEDBACK, "x"), true));
  }

  @Test
  void insideSpanTheFieldsAreThoseOfTheSpan() {
    Filter expected =
        new Filter.InSpan(
            new Filter.And(
                List.of(
                    text(SpanField.TYPE, "LLM"),
                    text(KeyedField.spanAttribute("model"), "x"),
                    new Compare(SpanField.DURATION_MS, Operator.GREATER, Literal.Number.of(500)))));
    assertThat(parse("span(type = 'LLM' AND attributes.model = 'x' AND duration_ms > 500)"))
        .isEqualTo(expected);
    assertThat(
            parse("span ( span.type='LLM' AND span.attributes.model='x' AND span.duration_ms>500)"))
        .isEqualTo(expected);
  }

  @Test
  void betweenMeansOneAndTheSameSpan() {
    Filter bounds =
        new Filter.And(
            List.of(
                new Compare(SpanField.DURATION_MS, Operator.GREATER_OR_EQUAL, Literal.Number.of(1)),
                new Compare(SpanField.DURATION_MS, Operator.LESS_OR_EQUAL, Literal.Number.of(2))));
    assertThat(parse("span.duration_ms BETWEEN 1 AND 2")).isEqualTo(new Filter.InSpan(bounds));
    assertThat(parse("span(duration_ms BETWEEN 1 AND 2)")).isEqualTo(new Filter.InSpan(bounds));
  }

  @ParameterizedTest
  @CsvSource({
    "ago(30s), 30000, 30s",
    "ago(15m), 900000, 15m",
    "ago(2h), 7200000, 2h",
    "AGO( 7D ), 604800000, 7d",
    "ago(4w), 2419200000, 4w",
    "now(), 0, 0s",
  })
  void aTimeMayBeCountedFromNow(String written, long millis, String text) {
    assertThat(parse("timestamp >= " + written))
        .isEqualTo(
            new Compare(
                TraceField.TIMESTAMP_MS, Operator.GREATER_OR_EQUAL, new Literal.Ago(millis, text)));
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-02, 86400000",
    "1970-01-01T00:01, 60000",
    "1970-01-01 00:00:01, 1000",
    "1970-01-01T00:00:01.25Z, 1250",
    "1970-01-01T00:00:01.123456789, 1123",
    "1970-01-01t01:00:00z, 3600000",
    "1970-01-01T02:00+01:00, 3600000",
    "1970-01-01T02:00:00-0130, 12600000",
    "1969-12-31T23:59:59.999Z, -1",
  })
  void aTimeMayBeAnIsoText(String written, long millis) {
    assertThat(parse("end_time < '" + written + "'"))
        .isEqualTo(
            new Compare(
                TraceField.END_TIME_MS, Operator.LESS, new Literal.Moment(millis, written)));
  }

  @Test
  void resolvingTurnsTimesIntoNumbers() {
    Filter filter =
        parse(
            "NOT timestamp >= ago(1h) OR (end_time < '1970-01-02' AND timestamp = 5 AND name='a')");
    assertThat(Filters.resolve(filter, 3_600_007))
        .isEqualTo(
            parse("NOT timestamp >= 7 OR (end_time < 86400000 AND timestamp = 5 AND name='a')"));
  }
}

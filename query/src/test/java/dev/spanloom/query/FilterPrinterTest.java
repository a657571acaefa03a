package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterPrinterTest extends FilterArbitraries {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "## | ##",
        "((name='a')) | name = 'a'",
        "(name='a' AND name='b') OR (name='c') | name = 'a' AND name = 'b' OR name = 'c'",
        "(name='a' OR name='b') AND name='c' | (name = 'a' OR name = 'b') AND name = 'c'",
        "NOT (name='a' AND NOT (name='b')) | NOT (name = 'a' AND NOT name = 'b')",
        "not not name = 'a' | NOT NOT name = 'a'",
        "tags.x is not null and tag.y is null | EXISTS tag.x AND tag.y IS NULL",
        "attributes.status in ('OK',\"it's\") | status IN ('OK', \"it's\")",
        "name = 'it''s \"it\"' | name = 'it''s \"it\"'",
        "timestamp>=ago(2h) and timestamp<now() | timestamp_ms >= ago(2h) AND timestamp_ms < now()",
        "timestamp = '2026-01-01' | timestamp_ms = '2026-01-01'",
        "tag.x > 1.50 or tag.x = -2e3 | tag.x > 1.50 OR tag.x = -2E+3",
        "span(span.attributes.`a b`=true and name like 'x') | span(attributes.`a b` = true AND name LIKE 'x')",
        "span.status rlike 'x' | span.status RLIKE 'x'",
        "tag.x not like 'a' | EXISTS tag.x AND NOT tag.x LIKE 'a'",
        "span.name not like 'a' | span(EXISTS name AND NOT name LIKE 'a')",
        "execution_time between 1 and 2 or name = 'a' | execution_time_ms >= 1 AND execution_time_ms <= 2 OR name = 'a'",
      })
  void aFilterIsPrintedInOneWay(String written, String printed) {
    Filter filter = FilterParser.parse(written);
    assertThat(FilterPrinter.print(filter)).isEqualTo(printed);
    assertThat(FilterParser.parse(printed)).isEqualTo(filter);
  }

  @Property
  void whatIsPrintedReadsAsTheSameFilter(@ForAll("filters") Filter any) {
    Filter read = FilterParser.parse(FilterPrinter.print(any));
    assertThat(read).isEqualTo(flattened(any));
    assertThat(FilterParser.parse(FilterPrinter.print(read))).isEqualTo(read);
  }

  @Property
  void whatIsPrintedOfAnOrderReadsAsTheSameOrder(
      @ForAll("traceFields") Field field, @ForAll boolean descending) {
    List<OrderKey> keys = List.of(new OrderKey(field, descending));
    assertThat(OrderByParser.parse(FilterPrinter.print(keys))).isEqualTo(keys);
  }

  @Provide
  net.jqwik.api.Arbitrary<Field> traceFields() {
    return sortable();
  }
}

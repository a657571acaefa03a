package dev.spanloom.storage.sql.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.query.FieldValue;
import dev.spanloom.query.Filter;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.TraceField;
import dev.spanloom.query.ValueTest;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
  @Property
  void aRangeHasTheTimesThatTheComparisonIsTrueOf(
      @ForAll Operator operator,
      @ForAll @BigRange(min = "-3", max = "3") @Scale(2) BigDecimal limit,
      @ForAll @LongRange(min = -4, max = 4) long time) {
    Filter.Compare filter =
        new Filter.Compare(TraceField.TIMESTAMP_MS, operator, new Literal.Number(limit));
    if (TimeRange.isRange(filter)) {
      TimeRange range = TimeRange.ALWAYS.with(filter);
      assertThat(range.first() <= time && time <= range.last())
          .isEqualTo(
              ValueTest.of(TraceField.TIMESTAMP_MS, operator, filter.value())
                  .test(FieldValue.ofNumber(time)));
    }
  }

  @Test
  void numbersBeyondWhatADoubleHoldsAreLeftToSql() {
    assertThat(
            TimeRange.isRange(
                new Filter.Compare(
                    TraceField.TIMESTAMP_MS, Operator.LESS, Literal.Number.of(1L << 53))))
        .isFalse();
  }

  @Test
  void rangesNarrowEachOther() {
    TimeRange range = TimeRange.ALWAYS.from(3).until(7).from(1).until(9);
    assertThat(range).isEqualTo(new TimeRange(3, 7));
    assertThat(range.from(8).isEmpty()).isTrue();
  }
}

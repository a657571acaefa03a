package dev.spanloom.storage.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.query.Filter;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Aggregation.Kind;
import dev.spanloom.storage.MetricsQuery.Metric;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetricRulesTest {
  private static MetricsQuery query(
      Metric metric, Kind kind, @Nullable Long start, @Nullable Long end, @Nullable Long step) {
    return new MetricsQuery(
        List.of("0"),
        metric,
        List.of(Aggregation.of(kind)),
        List.of(),
        Filter.ALL,
        start,
        end,
        step,
        10);
  }

  @Test
  void aFigureThatAMetricHasNotIsRefusedWithThoseItHas() {
    assertThatThrownBy(
            () -> MetricRules.check(query(Metric.TRACE_COUNT, Kind.AVG, null, null, null)))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("AVG of TRACE_COUNT")
        .hasMessageContaining("ERROR_SHARE");
  }

  @Test
  void aRateIsOverTheStepOrTheAskedTimeWithBothEnds() {
    assertThat(MetricRules.seconds(query(Metric.TRACE_COUNT, Kind.RATE, 0L, 59_999L, null)))
        .isEqualTo(60);
    assertThat(MetricRules.seconds(query(Metric.TRACE_COUNT, Kind.RATE, 0L, 59_999L, 5L)))
        .isEqualTo(5);
    assertThatThrownBy(
            () -> MetricRules.check(query(Metric.TRACE_COUNT, Kind.RATE, 0L, null, null)))
        .hasMessageContaining("RATE without time");
  }

  @Test
  void stepsAreCountedFromTheEpochBackwardsToo() {
    assertThat(MetricRules.bucketStartMillis(61_000, 60)).isEqualTo(60_000);
    assertThat(MetricRules.bucketStartMillis(-1, 60)).isEqualTo(-60_000);
  }

  @Test
  void anExactAccumulatorGivesExactFigures() {
    Accumulator values = Accumulator.exact();
    for (int i = 1; i <= 20; i++) {
      values.add(i);
    }
    values.add(Double.NaN);
    assertThat(values.figure(Aggregation.of(Kind.COUNT), 1)).isEqualTo(20);
    assertThat(values.figure(Aggregation.of(Kind.AVG), 1)).isEqualTo(10.5);
    assertThat(values.figure(Aggregation.of(Kind.MIN), 1)).isEqualTo(1);
    assertThat(values.figure(Aggregation.of(Kind.MAX), 1)).isEqualTo(20);
    assertThat(values.figure(Aggregation.percentile(50), 1)).isEqualTo(10.5);
  }

  @Test
  void rolledFiguresAndSingleValuesComeToTheSameAsValuesAlone() {
    Accumulator rolled = Accumulator.sketched();
    Accumulator single = Accumulator.sketched();
    LatencySketch sketch = new LatencySketch();
    for (int i = 1; i <= 100; i++) {
      single.add(i);
      sketch.add(i);
    }
    rolled.addSums(100, 5050, 1, 100);
    rolled.addSketch(sketch.encode());
    for (Aggregation each :
        List.of(
            Aggregation.of(Kind.SUM),
            Aggregation.of(Kind.MAX),
            Aggregation.percentile(50),
            Aggregation.percentile(99))) {
      assertThat(rolled.figure(each, 1)).isEqualTo(single.figure(each, 1));
    }
    assertThat(rolled.figure(Aggregation.percentile(50), 1)).isBetween(50.0, 51.1);
  }
}

package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.nanos;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.TraceMetrics.HistogramBar;
import dev.spanloom.storage.TraceQuery;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Figures over many traces are those of the traces, whatever rolls them up. */
public abstract class MetricsContract extends MetricsSuite {

  /** Ten traces of durations 10, 20, …, 100; every fifth failed; names alternate. */
  private void writeTen() {
    for (int i = 1; i <= 10; i++) {
      write(
          saidOf(i)
              .executionDurationMillis(i * 10L)
              .state(i % 5 == 0 ? TraceState.ERROR : TraceState.OK)
              .tag(TraceTagKey.TRACE_NAME, i % 2 == 0 ? "even" : "odd")
              .tag("t", "v" + i % 3)
              .build());
    }
  }

  @Test
  void anEmptyStoreHasNoPoints() {
    assertThat(points(new Asked(Metric.TRACE_COUNT), COUNT)).isEmpty();
    assertThat(points(new Asked(Metric.SPAN_LATENCY), AVG)).isEmpty();
  }

  @Test
  void tracesAreCountedWithTheirErrors() {
    writeTen();
    assertThat(figures(Metric.TRACE_COUNT, COUNT, ERROR_SHARE))
        .isEqualTo(Map.of("COUNT", 10.0, "ERROR_SHARE", 0.2));
  }

  @Test
  void latencyHasAllFigures() {
    writeTen();
    Map<String, Double> figures = figures(Metric.LATENCY, COUNT, SUM, AVG, MIN, MAX);
    assertThat(figures)
        .isEqualTo(Map.of("COUNT", 10.0, "SUM", 550.0, "AVG", 55.0, "MIN", 10.0, "MAX", 100.0));
    assertThat(figures.keySet()).containsExactly("COUNT", "SUM", "AVG", "MIN", "MAX");
  }

  @Test
  void percentilesAreInterpolatedAndWithinTwoPercent() {
    writeTen();
    Map<Double, Double> exact =
        Map.of(0.0, 10.0, 50.0, 55.0, 90.0, 91.0, 99.9, 99.91, 100.0, 100.0);
    exact.forEach(
        (p, value) -> {
          Aggregation percentile = Aggregation.percentile(p);
          assertThat(figures(Metric.LATENCY, percentile).get(percentile.label()))
              .as(percentile.label())
              .isCloseTo(value, within(value * 0.02));
        });
    assertThat(Aggregation.percentile(99).label()).isEqualTo("P99");
    assertThat(Aggregation.percentile(99.9).label()).isEqualTo("P99.9");
  }

  @Test
  void groupsAreSortedByTheirDimensions() {
    writeTen();
    Asked asked = new Asked(Metric.LATENCY);
    asked.dimensions =
        List.of(
            Dimension.of(Dimension.Kind.TRACE_NAME),
            Dimension.tag("t"),
            Dimension.of(Dimension.Kind.TRACE_STATUS));
    List<MetricPoint> points = points(asked, COUNT);
    assertThat(points.get(0).dimensions())
        .isEqualTo(Map.of("trace_name", "even", "tag.t", "v0", "trace_status", "OK"));
    assertThat(points.get(0).dimensions().keySet())
        .containsExactly("trace_name", "tag.t", "trace_status");
    assertThat(points)
        .extracting(point -> String.join(" ", point.dimensions().values()))
        .containsExactly(
            "even v0 OK",
            "even v1 ERROR",
            "even v1 OK",
            "even v2 OK",
            "odd v0 OK",
            "odd v1 OK",
            "odd v2 ERROR")
        .isSorted();
    asked.maxResults = 3;
    assertThat(points(asked, COUNT)).isEqualTo(points.subList(0, 3));
  }

  @Test
  void rowsThatLackADimensionAndGroupsWithoutValueAreLeftOut() {
    write(saidOf(1).executionDurationMillis(5L).tag("t", "a").build());
    write(saidOf(2).executionDurationMillis(5L).build());
    write(saidOf(3).executionDurationMillis(null).tag("t", "b").build());
    Asked asked = new Asked(Metric.LATENCY);
    asked.dimensions = List.of(Dimension.tag("t"));
    assertThat(points(asked, AVG))
        .containsExactly(new MetricPoint(null, Map.of("tag.t", "a"), Map.of("AVG", 5.0)));
  }

  @Test
  void stepsOfTimeBeginAtMultiplesOfTheStep() {
    for (long seconds : new long[] {0, 59, 60, 61, 200}) {
      write(
          saidOf((int) seconds)
              .requestTimeUnixMillis(60_000_000L + seconds * 1000 + 999)
              .state(seconds == 60 ? TraceState.ERROR : TraceState.OK)
              .build());
    }
    Asked asked = new Asked(Metric.TRACE_COUNT);
    asked.interval = 60L;
    assertThat(points(asked, COUNT, RATE, ERROR_SHARE))
        .containsExactly(
            new MetricPoint(
                60_000_000L, Map.of(), Map.of("COUNT", 2.0, "RATE", 2 / 60.0, "ERROR_SHARE", 0.0)),
            new MetricPoint(
                60_060_000L, Map.of(), Map.of("COUNT", 2.0, "RATE", 2 / 60.0, "ERROR_SHARE", 0.5)),
            new MetricPoint(
                60_180_000L, Map.of(), Map.of("COUNT", 1.0, "RATE", 1 / 60.0, "ERROR_SHARE", 0.0)));
    asked.interval = 3600L;
    assertThat(points(asked, COUNT))
        .extracting(MetricPoint::bucketStartUnixMillis)
        .containsExactly(57_600_000L);
    asked.interval = 7L;
    assertThat(points(asked, COUNT))
        .extracting(MetricPoint::bucketStartUnixMillis)
        .containsExactly(59_997_000L, 60_053_000L, 60_060_000L, 60_200_000L);
  }

  @Test
  void timeBeforeTheEpochHasStepsToo() {
    write(Examples.span(traceId(1), 0).startTimeUnixNanos(-1_500_000_000L).build());
    Asked asked = new Asked(Metric.TRACE_COUNT);
    asked.interval = 1L;
    assertThat(points(asked, COUNT))
        .extracting(MetricPoint::bucketStartUnixMillis)
        .containsExactly(-2000L);
  }

  @Test
  void bothEndsOfTheAskedTimeBelongToIt() {
    writeTen();
    Asked asked = new Asked(Metric.TRACE_COUNT);
    asked.start = START_MILLIS + 2;
    asked.end = START_MILLIS + 5;
    assertThat(points(asked, COUNT, RATE).get(0).values())
        .isEqualTo(Map.of("COUNT", 4.0, "RATE", 1000.0));
    asked.start = null;
    assertThat(points(asked, COUNT).get(0).values()).isEqualTo(Map.of("COUNT", 5.0));
  }

  @Test
  void aFilterSaysWhichTracesCount() {
    writeTen();
    Asked asked = new Asked(Metric.LATENCY);
    asked.filter = "name = 'odd' AND NOT tag.t = 'v0'";
    assertThat(points(asked, SUM).get(0).values()).isEqualTo(Map.of("SUM", 10.0 + 50 + 70));
    write(rootOf(11).outputs("needle").build());
    asked.filter = "trace.text LIKE '%needle%'";
    assertThat(points(asked, COUNT).get(0).values()).isEqualTo(Map.of("COUNT", 1.0));
  }

  @Test
  void otherExperimentsAreNotCounted() {
    writeTen();
    String other = store.experiments().create("other").experimentId();
    write(saidOf(20).experimentId(other).build());
    assertThat(figures(Metric.TRACE_COUNT, COUNT)).isEqualTo(Map.of("COUNT", 10.0));
    write(saidOf(3).experimentId(other).build());
    assertThat(figures(Metric.TRACE_COUNT, COUNT)).isEqualTo(Map.of("COUNT", 9.0));
  }

  @Test
  void figuresFollowWhatChanges() {
    writeTen();
    write(saidOf(1).executionDurationMillis(1000L).state(TraceState.ERROR).build());
    store.tags().set(traceId(2), TraceTagKey.TRACE_NAME, "odd");
    store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(traceId(10)));
    write(rootOf(11).name("odd").endTimeUnixNanos(nanos(11 + 7)).build());
    write(rootOf(11).name("odd").endTimeUnixNanos(nanos(11 + 9)).build());
    assertThat(figures(Metric.TRACE_COUNT, COUNT, ERROR_SHARE))
        .isEqualTo(Map.of("COUNT", 10.0, "ERROR_SHARE", 0.2));
    assertThat(figures(Metric.LATENCY, SUM, MAX, MIN))
        .isEqualTo(Map.of("SUM", 550.0 - 10 + 1000 - 100 + 9, "MAX", 1000.0, "MIN", 9.0));
    List<MetricPoint> byName =
        points(new Asked(Metric.TRACE_COUNT).by(Dimension.Kind.TRACE_NAME), COUNT);
    assertThat(byName)
        .containsExactly(
            new MetricPoint(null, Map.of("trace_name", "even"), Map.of("COUNT", 3.0)),
            new MetricPoint(null, Map.of("trace_name", "odd"), Map.of("COUNT", 7.0)));
    assertThat(figures(Metric.SPAN_COUNT, COUNT)).isEqualTo(Map.of("COUNT", 1.0));
    assertThat(figures(Metric.SPAN_LATENCY, SUM)).isEqualTo(Map.of("SUM", 9.0));
  }

  @Test
  void sessionsAreCountedOnceInEachGroup() {
    for (int i = 1; i <= 6; i++) {
      write(
          saidOf(i)
              .metadata(TraceMetadataKey.TRACE_SESSION, "s" + i % 2)
              .tag(TraceTagKey.TRACE_NAME, i < 4 ? "a" : "b")
              .build());
    }
    write(saidOf(7).tag(TraceTagKey.TRACE_NAME, "c").build());
    assertThat(figures(Metric.SESSION_COUNT, COUNT)).isEqualTo(Map.of("COUNT", 2.0));
    assertThat(points(new Asked(Metric.SESSION_COUNT).by(Dimension.Kind.TRACE_NAME), COUNT))
        .containsExactly(
            new MetricPoint(null, Map.of("trace_name", "a"), Map.of("COUNT", 2.0)),
            new MetricPoint(null, Map.of("trace_name", "b"), Map.of("COUNT", 2.0)));
  }

  @Test
  void metadataIsADimensionAsItWasSaid() {
    write(saidOf(1).metadata("m", "x").build());
    write(rootOf(2).build());
    Asked asked = new Asked(Metric.TRACE_COUNT);
    asked.dimensions = List.of(new Dimension(Dimension.Kind.METADATA, "m"));
    assertThat(points(asked, COUNT))
        .containsExactly(new MetricPoint(null, Map.of("metadata.m", "x"), Map.of("COUNT", 1.0)));
    asked.dimensions = List.of(new Dimension(Dimension.Kind.METADATA, TraceMetadataKey.SIZE_BYTES));
    assertThat(points(asked, COUNT)).isEmpty();
  }

  @Test
  void manyTracesHavePercentilesNearTheExactOnes() {
    for (int batch = 0; batch < 10; batch++) {
      int first = batch * 50;
      write(
          IntStream.range(first, first + 50)
              .mapToObj(i -> rootOf(i).endTimeUnixNanos(nanos(i + 1 + i * (i % 7 + 1L))).build())
              .toArray(Span[]::new));
    }
    double[] durations =
        IntStream.range(0, 500).mapToDouble(i -> 1 + i * (i % 7 + 1L)).sorted().toArray();
    for (double p : new double[] {1, 25, 50, 90, 95, 99}) {
      double rank = p / 100 * 499;
      int below = (int) rank;
      double exact =
          durations[below]
              + (durations[Math.min(499, below + 1)] - durations[below]) * (rank - below);
      Aggregation percentile = Aggregation.percentile(p);
      assertThat(figures(Metric.LATENCY, percentile).get(percentile.label()))
          .as(percentile.label())
          .isCloseTo(exact, within(exact * 0.02));
      assertThat(figures(Metric.SPAN_LATENCY, percentile).get(percentile.label()))
          .isCloseTo(exact, within(exact * 0.02));
    }
  }

  @Test
  void whatAMetricHasNotIsRefused() {
    assertRefused(new Asked(Metric.TRACE_COUNT).query(AVG), "AVG");
    assertRefused(new Asked(Metric.LATENCY).query(RATE), "RATE");
    assertRefused(new Asked(Metric.SESSION_COUNT).query(ERROR_SHARE), "ERROR_SHARE");
    assertRefused(
        new Asked(Metric.ASSESSMENT_COUNT).query(Aggregation.percentile(5)), "PERCENTILE");
    assertRefused(new Asked(Metric.TRACE_COUNT).query(RATE), "time_interval_seconds");
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE,
        () -> new Asked(Metric.TRACE_COUNT).by(Dimension.Kind.SPAN_NAME).query(COUNT));
  }

  private void assertRefused(MetricsQuery query, String named) {
    assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> store.metrics().query(query))
        .hasMessageContaining(named);
  }

  @Test
  void aHistogramCountsWhatAFilterFinds() {
    writeTen();
    TraceQuery.Builder query = TraceQuery.builder("0").maxResults(1);
    assertThat(store.metrics().histogram(query.build(), 1))
        .containsExactly(new HistogramBar(START_MILLIS, 10, 2));
    write(saidOf(5000).state(TraceState.ERROR).build());
    query.filter(FilterParser.parse("status = 'ERROR'"));
    assertThat(store.metrics().histogram(query.build(), 5))
        .containsExactly(
            new HistogramBar(START_MILLIS, 2, 2), new HistogramBar(START_MILLIS + 5000, 1, 1));
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE, () -> store.metrics().histogram(query.build(), 0));
  }
}

package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.childOf;
import static dev.spanloom.storage.contract.Examples.nanos;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the suites of figures share: questions of which most is as it mostly is. */
abstract class MetricsSuite extends StoreContract {
  static final Aggregation COUNT = Aggregation.of(Aggregation.Kind.COUNT);
  static final Aggregation SUM = Aggregation.of(Aggregation.Kind.SUM);
  static final Aggregation AVG = Aggregation.of(Aggregation.Kind.AVG);
  static final Aggregation MIN = Aggregation.of(Aggregation.Kind.MIN);
  static final Aggregation MAX = Aggregation.of(Aggregation.Kind.MAX);
  static final Aggregation RATE = Aggregation.of(Aggregation.Kind.RATE);
  static final Aggregation ERROR_SHARE = Aggregation.of(Aggregation.Kind.ERROR_SHARE);
  static final Offset<Double> EXACT = within(1e-9);

  /** What most queries leave as it is. */
  static final class Asked {
    private final Metric metric;
    List<Dimension> dimensions = List.of();
    String filter = "";
    @Nullable Long start;
    @Nullable Long end;
    @Nullable Long interval;
    int maxResults = 1000;

    Asked(Metric metric) {
      this.metric = metric;
    }

    Asked by(Dimension.Kind... kinds) {
      dimensions = IntStream.range(0, kinds.length).mapToObj(i -> Dimension.of(kinds[i])).toList();
      return this;
    }

    MetricsQuery query(Aggregation... aggregations) {
      return new MetricsQuery(
          List.of(Experiment.DEFAULT_ID),
          metric,
          List.of(aggregations),
          dimensions,
          FilterParser.parse(filter),
          start,
          end,
          interval,
          maxResults);
    }
  }

  final List<MetricPoint> points(Asked asked, Aggregation... aggregations) {
    return store.metrics().query(asked.query(aggregations));
  }

  final Map<String, Double> figures(Metric metric, Aggregation... aggregations) {
    List<MetricPoint> points = points(new Asked(metric), aggregations);
    assertThat(points).hasSize(1);
    return points.get(0).values();
  }

  static Span spanOf(Span.Builder span, TokenUsage usage, double cost) {
    return span.attribute(SpanAttributeKey.CHAT_USAGE, AttributeValue.of(usage.toMap()))
        .attribute(
            SpanAttributeKey.LLM_COST,
            AttributeValue.of(new LlmCost(cost / 4, cost * 3 / 4, cost).toMap()))
        .build();
  }

  @Test
  void tokensAndCostOfTracesCountEachCallOnce() {
    write(
        spanOf(rootOf(1), new TokenUsage(300, 30, 330, 5L, null), 1.0),
        spanOf(childOf(1, 1), new TokenUsage(300, 30, 330, 5L, null), 1.0));
    write(spanOf(rootOf(2), new TokenUsage(100, 10), 0.5));
    write(rootOf(3).build());
    assertThat(figures(Metric.INPUT_TOKENS, SUM, AVG, COUNT))
        .isEqualTo(Map.of("SUM", 400.0, "AVG", 200.0, "COUNT", 2.0));
    assertThat(figures(Metric.OUTPUT_TOKENS, SUM)).isEqualTo(Map.of("SUM", 40.0));
    assertThat(figures(Metric.TOTAL_TOKENS, MAX)).isEqualTo(Map.of("MAX", 330.0));
    assertThat(figures(Metric.CACHE_READ_INPUT_TOKENS, SUM)).isEqualTo(Map.of("SUM", 5.0));
    assertThat(points(new Asked(Metric.CACHE_CREATION_INPUT_TOKENS), SUM)).isEmpty();
    assertThat(figures(Metric.TRACE_COST, SUM).get("SUM")).isCloseTo(1.5, EXACT);
  }

  @Test
  void spanFiguresAreOfEachSpanAlone() {
    write(
        spanOf(rootOf(1).endTimeUnixNanos(nanos(1) + 500_000), new TokenUsage(10, 1), 1.0),
        spanOf(childOf(1, 1).endTimeUnixNanos(nanos(1) + 2_000_000), new TokenUsage(20, 2), 0.5),
        childOf(1, 2).endTimeUnixNanos(0).build());
    assertThat(figures(Metric.SPAN_LATENCY, COUNT, SUM, MIN))
        .isEqualTo(Map.of("COUNT", 2.0, "SUM", 2.5, "MIN", 0.5));
    assertThat(figures(Metric.SPAN_INPUT_TOKENS, SUM)).isEqualTo(Map.of("SUM", 30.0));
    assertThat(figures(Metric.SPAN_OUTPUT_TOKENS, AVG)).isEqualTo(Map.of("AVG", 1.5));
    assertThat(figures(Metric.SPAN_TOTAL_TOKENS, MAX)).isEqualTo(Map.of("MAX", 22.0));
    assertThat(figures(Metric.INPUT_COST, SUM).get("SUM")).isCloseTo(0.375, EXACT);
    assertThat(figures(Metric.OUTPUT_COST, SUM).get("SUM")).isCloseTo(1.125, EXACT);
    assertThat(figures(Metric.TOTAL_COST, AVG).get("AVG")).isCloseTo(0.75, EXACT);
  }

  @Test
  void replacedSpansAreCountedAsTheyAreNow() {
    write(
        spanOf(rootOf(1).name("old").endTimeUnixNanos(nanos(11)), new TokenUsage(10, 1), 1.0),
        childOf(1, 1).build());
    write(spanOf(rootOf(1).name("new").endTimeUnixNanos(nanos(21)), new TokenUsage(7, 1), 0.5));
    assertThat(points(new Asked(Metric.SPAN_INPUT_TOKENS).by(Dimension.Kind.SPAN_NAME), SUM))
        .containsExactly(new MetricPoint(null, Map.of("span_name", "new"), Map.of("SUM", 7.0)));
    assertThat(figures(Metric.SPAN_COUNT, COUNT)).isEqualTo(Map.of("COUNT", 2.0));
    assertThat(figures(Metric.SPAN_LATENCY, MAX)).isEqualTo(Map.of("MAX", 20.0));
    assertThat(figures(Metric.TRACE_COST, SUM).get("SUM")).isCloseTo(0.5, EXACT);
  }
}

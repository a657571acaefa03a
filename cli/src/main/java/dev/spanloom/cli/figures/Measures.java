package dev.spanloom.cli.figures;

import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Metric;
import java.util.List;

/** Which figures are asked for: of traces or of spans. */
enum Measures {
  OF_TRACES("traces", Metric.TRACE_COUNT, Metric.LATENCY, Metric.TOTAL_TOKENS, Metric.TRACE_COST),
  OF_SPANS(
      "spans", Metric.SPAN_COUNT, Metric.SPAN_LATENCY, Metric.SPAN_TOTAL_TOKENS, Metric.TOTAL_COST);

  private final String counted;
  private final Metric count;
  private final Metric latency;
  private final Metric tokens;
  private final Metric cost;

  Measures(String counted, Metric count, Metric latency, Metric tokens, Metric cost) {
    this.counted = counted;
    this.count = count;
    this.latency = latency;
    this.tokens = tokens;
    this.cost = cost;
  }

  /** What is counted. */
  String counted() {
    return counted;
  }

  /** A metric and its figures, which come by one query. */
  record Part(Metric metric, List<Aggregation> aggregations) {}

  List<Part> parts() {
    return List.of(
        new Part(
            count,
            List.of(
                Aggregation.of(Aggregation.Kind.COUNT),
                Aggregation.of(Aggregation.Kind.ERROR_SHARE))),
        new Part(
            latency,
            List.of(
                Aggregation.percentile(50),
                Aggregation.percentile(95),
                Aggregation.percentile(99))),
        new Part(tokens, List.of(Aggregation.of(Aggregation.Kind.SUM))),
        new Part(cost, List.of(Aggregation.of(Aggregation.Kind.SUM))));
  }

  /** The name of a figure in the output. */
  String label(Metric metric, Aggregation aggregation) {
    if (metric == tokens) {
      return Figures.TOKENS;
    }
    return metric == cost ? Figures.COST : aggregation.label();
  }
}

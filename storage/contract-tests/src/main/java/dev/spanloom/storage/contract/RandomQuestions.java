package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.RandomWorld.any;

import dev.spanloom.entities.Experiment;
import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.KeyedField.Family;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.SessionPage;
import dev.spanloom.storage.SessionTotals;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.internal.metrics.MetricRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Questions to a store whose answers must not depend on the engine. */
final class RandomQuestions {
  private static final List<String> ZERO = List.of(Experiment.DEFAULT_ID);

  private final TraceStore store;

  RandomQuestions(TraceStore store) {
    this.store = store;
  }

  static TraceQuery query(Random random) {
    return TraceQuery.builder("0")
        .filter(random.nextInt(3) == 0 ? Filter.ALL : RandomFilters.filter(random))
        .orderBy(RandomFilters.order(random))
        .maxResults(1 + random.nextInt(4))
        .build();
  }

  private static TraceQuery next(TraceQuery query, String token) {
    return new TraceQuery(
        query.experimentIds(), query.filter(), query.orderBy(), query.maxResults(), token);
  }

  /** The traces on all pages, and how many there are by count. */
  String search(Random random) {
    TraceQuery query = query(random);
    List<Integer> found = new ArrayList<>();
    TracePage page = store.search().search(query);
    while (true) {
      page.infos().forEach(info -> found.add(Examples.number(info.traceId())));
      String token = page.nextPageToken();
      if (token == null) {
        return found + " of " + store.search().count(query) + " by " + query;
      }
      page = store.search().search(next(query, token));
    }
  }

  String sessions(Random random) {
    TraceQuery query = query(random);
    List<SessionTotals> found = new ArrayList<>();
    SessionPage page = store.metrics().sessions(query);
    while (true) {
      found.addAll(page.sessions());
      String token = page.nextPageToken();
      if (token == null) {
        return found + " by " + query;
      }
      page = store.metrics().sessions(next(query, token));
    }
  }

  String usersAndHistogram(Random random) {
    TraceQuery query = query(random);
    return store.metrics().users(query)
        + " "
        + store.metrics().histogram(query, 1)
        + " by "
        + query;
  }

  String observed(Random random) {
    Field field =
        any(
            List.of(
                TraceField.NAME,
                SpanField.NAME,
                SpanField.TYPE,
                SpanField.STATUS,
                SpanField.MODEL,
                KeyedField.metadata("k"),
                KeyedField.tag("t" + random.nextInt(3)),
                KeyedField.spanAttribute("x"),
                new KeyedField(Family.FEEDBACK, "f1")),
            random);
    Family family = any(List.of(Family.values()), random);
    String prefix = any(List.of("", "", "v", "V1", "name", "'"), random);
    int limit = 1 + random.nextInt(8);
    return field
        + " "
        + store.metrics().values(ZERO, field, prefix, limit)
        + " "
        + family
        + " "
        + store.metrics().keys(ZERO, family, "", limit);
  }

  /**
   * The points of a query; of percentiles only whether there are some, see {@link #percentiles}.
   */
  String metrics(Random random) {
    MetricsQuery query = metricsQuery(random);
    List<String> points = new ArrayList<>();
    for (MetricPoint point : store.metrics().query(query)) {
      points.add(point.bucketStartUnixMillis() + " " + point.dimensions() + " " + exact(point));
    }
    return points + " by " + query;
  }

  private static Map<String, Double> exact(MetricPoint point) {
    Map<String, Double> figures = new LinkedHashMap<>(point.values());
    figures.replaceAll((label, figure) -> label.startsWith("P") ? 0.0 : figure);
    return figures;
  }

  /** The percentiles in the answer to the question of {@link #metrics}, one behind the other. */
  List<Double> percentiles(Random random) {
    return store.metrics().query(metricsQuery(random)).stream()
        .flatMap(point -> point.values().entrySet().stream())
        .filter(figure -> figure.getKey().startsWith("P"))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static MetricsQuery metricsQuery(Random random) {
    Metric metric = any(List.of(Metric.values()), random);
    List<Dimension> dimensions =
        Stream.of(
                Dimension.of(Dimension.Kind.TRACE_NAME),
                Dimension.of(Dimension.Kind.TRACE_STATUS),
                Dimension.tag("t1"),
                new Dimension(Dimension.Kind.METADATA, "k"))
            .filter(dimension -> random.nextInt(4) == 0)
            .toList();
    List<Dimension> own =
        switch (metric.view()) {
          case TRACES -> List.of();
          case SPANS ->
              of(
                  random,
                  Dimension.Kind.SPAN_NAME,
                  Dimension.Kind.SPAN_TYPE,
                  Dimension.Kind.SPAN_STATUS,
                  Dimension.Kind.SPAN_MODEL,
                  Dimension.Kind.SPAN_PROVIDER);
          case ASSESSMENTS ->
              of(
                  random,
                  Dimension.Kind.ASSESSMENT_NAME,
                  Dimension.Kind.ASSESSMENT_TYPE,
                  Dimension.Kind.ASSESSMENT_VALUE);
        };
    List<Aggregation> aggregations =
        Stream.of(Aggregation.Kind.values())
            .filter(kind -> allowed(metric, kind))
            .map(
                kind ->
                    kind == Aggregation.Kind.PERCENTILE
                        ? Aggregation.percentile(random.nextInt(101))
                        : Aggregation.of(kind))
            .toList();
    return new MetricsQuery(
        ZERO,
        metric,
        aggregations,
        Stream.concat(dimensions.stream(), own.stream()).toList(),
        random.nextInt(3) == 0 ? RandomFilters.filter(random) : Filter.ALL,
        random.nextInt(3) == 0 ? START_MILLIS + random.nextInt(3) : null,
        random.nextInt(3) == 0 ? START_MILLIS + random.nextInt(6) : null,
        random.nextBoolean() ? 1L + random.nextInt(3) : null,
        1 + random.nextInt(20));
  }

  private static boolean allowed(Metric metric, Aggregation.Kind kind) {
    return kind != Aggregation.Kind.RATE && MetricRules.allowed(metric).contains(kind);
  }

  private static List<Dimension> of(Random random, Dimension.Kind... kinds) {
    return IntStream.range(0, kinds.length)
        .filter(i -> random.nextInt(3) == 0)
        .mapToObj(i -> Dimension.of(kinds[i]))
        .toList();
  }
}

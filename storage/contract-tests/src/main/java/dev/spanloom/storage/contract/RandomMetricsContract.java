package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.RandomMetrics.EXPERIMENTS;
import static dev.spanloom.storage.contract.RandomMetrics.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.KeyedField.Family;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.MetricsQuery.View;
import dev.spanloom.storage.SessionPage;
import dev.spanloom.storage.TraceMetrics;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.internal.metrics.MetricRules;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * After any writes, changes and deletions an engine gives the figures that the in-memory reference
 * store gives. A failure names its seed; to repeat it set the system property {@code
 * spanloom.contract.seed}.
 */
public abstract class RandomMetricsContract extends StoreContract {
  private static final int ROUNDS = 6;
  private static final int CHANGES = 120;
  private static final int QUESTIONS = 60;

  /** Of the exact percentile; for one between two ranks, both of which may be off. */
  private static final double PERCENTILE_ERROR = 0.02;

  private static final double ROUNDING = 1e-9;

  /**
   * Which store makes a change of a round, by its number; the one under test unless an engine has
   * several over the same data, or opens it again.
   */
  protected TraceStore storeFor(int change) {
    return store;
  }

  @Test
  void theFiguresAreThoseOfTheReferenceStore() {
    Long given = Long.getLong("spanloom.contract.seed");
    long first = given == null ? new Random().nextLong() : given;
    for (long seed = first; seed < first + (given == null ? ROUNDS : 1); seed++) {
      compare(seed);
    }
  }

  private void compare(long seed) {
    Random random = new Random(seed);
    EXPERIMENTS.forEach(id -> store.deletion().deleteUntil(id, Long.MAX_VALUE, null));
    try (TraceStore reference = new InMemoryTraceStore()) {
      for (int i = 0; i < CHANGES; i++) {
        long step = random.nextLong();
        new RandomMetrics(reference).change(new Random(step));
        new RandomMetrics(storeFor(i)).change(new Random(step));
      }
      for (int i = 0; i < QUESTIONS; i++) {
        long step = random.nextLong();
        ask(new Random(step), reference.metrics(), store.metrics(), "seed " + seed);
      }
    }
  }

  private static void ask(Random random, TraceMetrics reference, TraceMetrics engine, String seed) {
    switch (random.nextInt(8)) {
      case 0 -> {
        TraceQuery query = traces(random, null);
        long interval = any(List.of(7L, 60L, 600L, 3600L, 5400L, 86_400L), random);
        assertThat(engine.histogram(query, interval))
            .as("%s, steps of %d s, %s", seed, interval, query)
            .isEqualTo(reference.histogram(query, interval));
      }
      case 1 -> askForSessions(random, reference, engine, seed);
      case 2 -> askForUsers(random, reference, engine, seed);
      case 3 -> askForValues(random, reference, engine, seed);
      default -> {
        MetricsQuery query = metrics(random);
        assertClose(engine.query(query), reference.query(query), seed + ", " + query);
      }
    }
  }

  private static void askForSessions(
      Random random, TraceMetrics reference, TraceMetrics engine, String seed) {
    long step = random.nextLong();
    String token = null;
    do {
      TraceQuery query = traces(new Random(step), token);
      SessionPage expected = reference.sessions(query);
      SessionPage page = engine.sessions(query);
      assertThat(page.sessions())
          .as("%s, %s", seed, query)
          .usingRecursiveComparison()
          .withComparatorForType(RandomMetricsContract::compareRounded, Double.class)
          .isEqualTo(expected.sessions());
      assertThat(page.nextPageToken())
          .as("%s, %s", seed, query)
          .isEqualTo(expected.nextPageToken());
      token = page.nextPageToken();
    } while (token != null);
  }

  private static void askForUsers(
      Random random, TraceMetrics reference, TraceMetrics engine, String seed) {
    TraceQuery query = traces(random, null);
    assertThat(engine.users(query))
        .as("%s, %s", seed, query)
        .usingRecursiveComparison()
        .withComparatorForType(RandomMetricsContract::compareRounded, Double.class)
        .isEqualTo(reference.users(query));
  }

  private static void askForValues(
      Random random, TraceMetrics reference, TraceMetrics engine, String seed) {
    List<String> experiments = experiments(random);
    String prefix = any(List.of("", "", "d", "PR", "5", "50%", "_", "m1", "nothing"), random);
    int limit = 1 + random.nextInt(6);
    if (random.nextInt(3) == 0) {
      Family family = any(List.of(Family.values()), random);
      assertThat(engine.keys(experiments, family, prefix, limit))
          .as("%s, keys of %s in %s with %s", seed, family, experiments, prefix)
          .isEqualTo(reference.keys(experiments, family, prefix, limit));
      return;
    }
    Field field =
        any(
            List.of(
                TraceField.NAME,
                SpanField.NAME,
                SpanField.TYPE,
                SpanField.STATUS,
                SpanField.MODEL,
                KeyedField.tag("env"),
                KeyedField.metadata("k"),
                KeyedField.metadata("mlflow.trace.session"),
                KeyedField.spanAttribute("region"),
                new KeyedField(Family.FEEDBACK, "helpful"),
                new KeyedField(Family.EXPECTATION, "Score")),
            random);
    assertThat(engine.values(experiments, field, prefix, limit))
        .as("%s, values of %s in %s with %s", seed, field, experiments, prefix)
        .isEqualTo(reference.values(experiments, field, prefix, limit));
  }

  private static int compareRounded(Double one, Double other) {
    return Math.abs(one - other) <= ROUNDING * (1 + Math.abs(other)) ? 0 : one.compareTo(other);
  }

  private static List<String> experiments(Random random) {
    return random.nextInt(3) == 0
        ? EXPERIMENTS
        : random.nextBoolean() ? List.of("0") : List.of("2", "no experiment", "1");
  }

  private static TraceQuery traces(Random random, @Nullable String token) {
    TraceQuery.Builder query =
        TraceQuery.builder(experiments(random).toArray(String[]::new))
            .filter(filter(random))
            .maxResults(1 + random.nextInt(4))
            .pageToken(token);
    if (random.nextInt(3) == 0) {
      query.minTimeUnixMillis(RandomMetrics.time(random));
    }
    if (random.nextInt(3) == 0) {
      query.maxTimeUnixMillis(RandomMetrics.time(random) - 1);
    }
    return query.build();
  }

  private static Filter filter(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> equal(TraceField.STATUS, "ERROR");
      case 1 -> new Filter.Compare(TraceField.STATUS, Operator.NOT_EQUAL, new Literal.Text("OK"));
      case 2 -> equal(TraceField.NAME, RandomMetrics.name(random));
      case 3 -> equal(KeyedField.tag("env"), RandomMetrics.value(random));
      case 4 -> equal(SpanField.TYPE, "LLM");
      case 5 -> new Filter.Not(equal(TraceField.SESSION_ID, "s1"));
      default -> Filter.ALL;
    };
  }

  private static Filter equal(Field field, String value) {
    return new Filter.Compare(field, Operator.EQUAL, new Literal.Text(value));
  }

  private static MetricsQuery metrics(Random random) {
    Metric metric = any(List.of(Metric.values()), random);
    boolean timed = random.nextBoolean();
    long one = RandomMetrics.time(random);
    long other = RandomMetrics.time(random);
    Long interval =
        random.nextBoolean() ? any(List.of(7L, 60L, 600L, 3600L, 5400L, 86_400L), random) : null;
    return new MetricsQuery(
        experiments(random),
        metric,
        aggregations(metric, timed || interval != null, random),
        dimensions(metric.view(), random),
        random.nextBoolean() ? Filter.ALL : filter(random),
        timed ? Math.min(one, other) : null,
        timed ? Math.max(one, other) + random.nextInt(2) : null,
        interval,
        random.nextInt(5) == 0 ? 1 + random.nextInt(4) : 10_000);
  }

  private static List<Aggregation> aggregations(Metric metric, boolean timed, Random random) {
    List<Aggregation> all = new ArrayList<>();
    List<Aggregation.Kind> allowed = new ArrayList<>(MetricRules.allowed(metric));
    if (!timed) {
      allowed.remove(Aggregation.Kind.RATE);
    }
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      Aggregation.Kind kind = any(allowed, random);
      all.add(
          kind == Aggregation.Kind.PERCENTILE
              ? Aggregation.percentile(any(List.of(0.0, 50.0, 90.0, 99.9, 100.0), random))
              : Aggregation.of(kind));
    }
    return all;
  }

  private static List<Dimension> dimensions(View view, Random random) {
    List<Dimension> all =
        new ArrayList<>(
            List.of(
                Dimension.of(Dimension.Kind.TRACE_NAME),
                Dimension.of(Dimension.Kind.TRACE_STATUS),
                Dimension.tag("env"),
                new Dimension(Dimension.Kind.METADATA, "k")));
    if (view == View.SPANS) {
      all.add(Dimension.of(Dimension.Kind.SPAN_NAME));
      all.add(Dimension.of(Dimension.Kind.SPAN_TYPE));
      all.add(Dimension.of(Dimension.Kind.SPAN_STATUS));
      all.add(Dimension.of(Dimension.Kind.SPAN_MODEL));
      all.add(Dimension.of(Dimension.Kind.SPAN_PROVIDER));
    }
    if (view == View.ASSESSMENTS) {
      all.add(Dimension.of(Dimension.Kind.ASSESSMENT_NAME));
      all.add(Dimension.of(Dimension.Kind.ASSESSMENT_TYPE));
      all.add(Dimension.of(Dimension.Kind.ASSESSMENT_VALUE));
    }
    List<Dimension> chosen = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      chosen.add(all.remove(random.nextInt(all.size())));
    }
    return chosen;
  }

  private static void assertClose(
      List<MetricPoint> points, List<MetricPoint> expected, String what) {
    assertThat(points.stream().map(RandomMetricsContract::group).toList())
        .as(what)
        .isEqualTo(expected.stream().map(RandomMetricsContract::group).toList());
    for (int i = 0; i < points.size(); i++) {
      MetricPoint point = points.get(i);
      expected
          .get(i)
          .values()
          .forEach(
              (label, value) ->
                  assertThat(point.values().get(label))
                      .as("%s: %s of %s", what, label, group(point))
                      .isCloseTo(
                          value,
                          within(
                              Math.abs(value)
                                      * (label.startsWith("P") ? PERCENTILE_ERROR : ROUNDING)
                                  + ROUNDING)));
    }
  }

  private static String group(MetricPoint point) {
    return point.bucketStartUnixMillis() + " " + point.dimensions() + " " + point.values().keySet();
  }
}

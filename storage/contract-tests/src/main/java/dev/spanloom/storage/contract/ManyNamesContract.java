package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.childOf;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A program may put an id into the names of its spans and traces: figures by name stay those of the
 * reference store, however many names there are.
 */
public abstract class ManyNamesContract extends StoreContract {
  /** More than an engine keeps figures of. */
  private static final int NAMES = 2_500;

  private static final int TRACES_PER_BATCH = 500;
  private static final Aggregation COUNT = Aggregation.of(Aggregation.Kind.COUNT);
  private static final Aggregation SUM = Aggregation.of(Aggregation.Kind.SUM);
  private static final Aggregation ERROR_SHARE = Aggregation.of(Aggregation.Kind.ERROR_SHARE);

  private final TraceStore reference = new InMemoryTraceStore();

  @AfterEach
  void closeReference() {
    reference.close();
  }

  /**
   * A trace with a name of its own, that has a span with the same name as all and one with none.
   */
  private static List<Span> spans(int trace, String path) {
    SpanStatusCode status = trace % 3 == 0 ? SpanStatusCode.ERROR : SpanStatusCode.OK;
    return List.of(
        rootOf(trace).name(path + trace).status(new SpanStatus(status, "")).build(),
        childOf(trace, 1).name("ask").build(),
        childOf(trace, 2).name(path + trace + "/items").spanType("TOOL").build());
  }

  private void writeToBoth(WriteBatch batch) {
    store.writer().write(batch);
    reference.writer().write(batch);
  }

  private void writeAll(int from, int until, String path) {
    for (int i = from; i < until; i += TRACES_PER_BATCH) {
      List<EncodedSpan> spans =
          IntStream.range(i, Math.min(i + TRACES_PER_BATCH, until))
              .boxed()
              .flatMap(trace -> spans(trace, path).stream())
              .map(EncodedSpan::of)
              .toList();
      writeToBoth(new WriteBatch(List.of(), spans, Experiment.DEFAULT_ID));
    }
  }

  private static MetricsQuery query(
      Metric metric, String filter, List<Dimension.Kind> by, Aggregation... figures) {
    return new MetricsQuery(
        List.of(Experiment.DEFAULT_ID, "1"),
        metric,
        List.of(figures),
        by.stream().map(Dimension::of).toList(),
        filter.isEmpty() ? Filter.ALL : FilterParser.parse(filter),
        null,
        null,
        3600L,
        Integer.MAX_VALUE);
  }

  private void assertSameFigures() {
    List<MetricsQuery> queries = new ArrayList<>();
    for (List<Dimension.Kind> by :
        List.of(
            List.<Dimension.Kind>of(),
            List.of(Dimension.Kind.TRACE_NAME),
            List.of(Dimension.Kind.TRACE_STATUS),
            List.of(Dimension.Kind.TRACE_STATUS, Dimension.Kind.TRACE_NAME))) {
      for (String filter :
          List.of(
              "",
              "name = 'GET /orders/0'",
              "name = 'GET /orders/" + (NAMES - 1) + "'",
              "name IN ('GET /orders/1', 'GET /orders/" + (NAMES - 2) + "', 'nobody')",
              "status = 'ERROR'")) {
        queries.add(query(Metric.TRACE_COUNT, filter, by, COUNT, ERROR_SHARE));
        queries.add(query(Metric.LATENCY, filter, by, COUNT, SUM));
      }
    }
    for (List<Dimension.Kind> by :
        List.of(
            List.<Dimension.Kind>of(),
            List.of(Dimension.Kind.SPAN_NAME),
            List.of(Dimension.Kind.SPAN_TYPE),
            List.of(Dimension.Kind.SPAN_NAME, Dimension.Kind.SPAN_STATUS))) {
      queries.add(query(Metric.SPAN_COUNT, "", by, COUNT, ERROR_SHARE));
      queries.add(query(Metric.SPAN_LATENCY, "", by, COUNT, SUM));
    }
    for (MetricsQuery query : queries) {
      List<MetricPoint> expected = reference.metrics().query(query);
      assertThat(store.metrics().query(query)).as("%s", query).isEqualTo(expected);
    }
  }

  private int groups(Metric metric, Dimension.Kind by) {
    return store.metrics().query(query(metric, "", List.of(by), COUNT)).size();
  }

  @Test
  void figuresByNameAreExactHoweverManyNamesThereAre() {
    writeAll(0, NAMES, "GET /orders/");
    assertThat(groups(Metric.TRACE_COUNT, Dimension.Kind.TRACE_NAME)).isEqualTo(NAMES);
    assertThat(groups(Metric.SPAN_COUNT, Dimension.Kind.SPAN_NAME)).isEqualTo(2 * NAMES + 1);
    assertSameFigures();
  }

  @Test
  void namesThatEnginesMayUseForThemselvesAreNamesLikeOthers() {
    List<String> names = List.of("", "\u0001", "\u0002", "\u0001\u0002", "\u0002x");
    for (int i = 0; i < names.size(); i++) {
      Span root = rootOf(i).name(names.get(i)).build();
      writeToBoth(Examples.batch(root, childOf(i, 1).name(names.get(0)).build()));
    }
    assertThat(groups(Metric.TRACE_COUNT, Dimension.Kind.TRACE_NAME)).isEqualTo(names.size());
    assertSameFigures();
    for (String name : names) {
      MetricsQuery named = query(Metric.TRACE_COUNT, "name = '" + name + "'", List.of(), COUNT);
      assertThat(store.metrics().query(named))
          .isEqualTo(reference.metrics().query(named))
          .hasSize(1);
    }
  }

  @Test
  void theyFollowWhatIsReplacedAndMovedAndRenamedAndDeleted() {
    writeAll(0, NAMES, "GET /orders/");
    writeAll(NAMES - 20, NAMES, "GET /orders/0"); // other spans with the same ids
    writeAll(0, 20, "POST /orders/");
    assertSameFigures();
    List<TraceInfo> said = new ArrayList<>();
    for (int trace : List.of(1, 2, NAMES / 2, NAMES - 2, NAMES - 1)) {
      said.add(TraceInfo.builder(traceId(trace)).experimentId("1").build());
      store.tags().set(traceId(trace + 3 < NAMES ? trace + 3 : 30), "mlflow.traceName", "renamed");
      reference
          .tags()
          .set(traceId(trace + 3 < NAMES ? trace + 3 : 30), "mlflow.traceName", "renamed");
    }
    writeToBoth(new WriteBatch(said, List.of(), Experiment.DEFAULT_ID));
    assertSameFigures();
    List<String> doomed =
        IntStream.range(0, NAMES).filter(i -> i % 2 == 0).mapToObj(Examples::traceId).toList();
    for (String experiment : List.of(Experiment.DEFAULT_ID, "1")) {
      assertThat(store.deletion().deleteByIds(experiment, doomed))
          .isEqualTo(reference.deletion().deleteByIds(experiment, doomed));
    }
    assertSameFigures();
  }
}

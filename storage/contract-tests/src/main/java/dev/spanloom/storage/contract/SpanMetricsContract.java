package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.childOf;
import static dev.spanloom.storage.contract.Examples.nanos;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures of spans and assessments are those of each of them alone, as it is now. */
public abstract class SpanMetricsContract extends MetricsSuite {

  @Test
  void spansAreCountedByNameTypeStatusAndModel() {
    write(
        rootOf(1).name("root").spanType("CHAIN").build(),
        childOf(1, 1)
            .name("call")
            .spanType("LLM")
            .attribute(SpanAttributeKey.MODEL, AttributeValue.of("m1"))
            .attribute(SpanAttributeKey.MODEL_PROVIDER, AttributeValue.of("someone"))
            .status(new SpanStatus(SpanStatusCode.ERROR, ""))
            .build(),
        childOf(1, 2)
            .name("call")
            .spanType("LLM")
            .attribute(SpanAttributeKey.MODEL, AttributeValue.of("m2"))
            .build(),
        childOf(1, 3).name("bare").removeAttribute(SpanAttributeKey.SPAN_TYPE).build());
    assertThat(figures(Metric.SPAN_COUNT, COUNT, ERROR_SHARE))
        .isEqualTo(Map.of("COUNT", 4.0, "ERROR_SHARE", 0.25));
    assertThat(points(new Asked(Metric.SPAN_COUNT).by(Dimension.Kind.SPAN_TYPE), COUNT))
        .containsExactly(
            new MetricPoint(null, Map.of("span_type", "CHAIN"), Map.of("COUNT", 1.0)),
            new MetricPoint(null, Map.of("span_type", "LLM"), Map.of("COUNT", 2.0)));
    assertThat(
            points(
                new Asked(Metric.SPAN_COUNT)
                    .by(
                        Dimension.Kind.SPAN_NAME,
                        Dimension.Kind.SPAN_STATUS,
                        Dimension.Kind.SPAN_MODEL),
                COUNT))
        .extracting(point -> String.join(" ", point.dimensions().values()))
        .containsExactly("call ERROR m1", "call OK m2");
    assertThat(points(new Asked(Metric.SPAN_COUNT).by(Dimension.Kind.SPAN_PROVIDER), COUNT))
        .containsExactly(
            new MetricPoint(null, Map.of("span_model_provider", "someone"), Map.of("COUNT", 1.0)));
    assertThat(points(new Asked(Metric.SPAN_COUNT).by(Dimension.Kind.TRACE_NAME), COUNT))
        .containsExactly(new MetricPoint(null, Map.of("trace_name", "root"), Map.of("COUNT", 4.0)));
  }

  @Test
  void theTimeOfASpanIsItsOwnStart() {
    write(
        rootOf(1).startTimeUnixNanos(nanos(0)).endTimeUnixNanos(nanos(5000)).build(),
        childOf(1, 1).startTimeUnixNanos(nanos(3000)).endTimeUnixNanos(nanos(4000)).build());
    Asked asked = new Asked(Metric.SPAN_COUNT);
    asked.interval = 1L;
    assertThat(points(asked, COUNT))
        .extracting(MetricPoint::bucketStartUnixMillis)
        .containsExactly(START_MILLIS, START_MILLIS + 3000);
    asked.start = START_MILLIS + 1;
    assertThat(points(asked, COUNT))
        .extracting(MetricPoint::bucketStartUnixMillis)
        .containsExactly(START_MILLIS + 3000);
    asked.end = START_MILLIS + 2999;
    assertThat(points(asked, COUNT)).isEmpty();
  }

  @Test
  void longNamesMakeGroupsByTheirBeginning() {
    String start = "n".repeat(200);
    write(rootOf(1).name(start + "a").build());
    write(rootOf(2).name(start + "b").build());
    for (Dimension.Kind kind : List.of(Dimension.Kind.TRACE_NAME, Dimension.Kind.SPAN_NAME)) {
      assertThat(points(new Asked(Metric.SPAN_COUNT).by(kind), COUNT))
          .extracting(point -> List.copyOf(point.dimensions().values()))
          .containsExactly(List.of(start));
    }
  }

  private void assess(int trace, Assessment.Builder<?>... assessments) {
    write(
        saidOf(trace)
            .assessments(
                Arrays.stream(assessments)
                    .map(one -> one.createTimeUnixMillis(START_MILLIS + trace * 1000L).build())
                    .toList())
            .build());
  }

  @Test
  void assessmentsAreReadAsNumbers() {
    assess(1, Feedback.builder("f").value(true), Feedback.builder("f").value("yes"));
    assess(2, Feedback.builder("f").value(false), Feedback.builder("f").value("no"));
    assess(3, Feedback.builder("f").value(0.5), Feedback.builder("f").value("excellent"));
    assess(4, Expectation.builder("e").value(7));
    assertThat(
            points(
                new Asked(Metric.ASSESSMENT_VALUE).by(Dimension.Kind.ASSESSMENT_NAME), AVG, COUNT))
        .containsExactly(
            new MetricPoint(null, Map.of("assessment_name", "e"), Map.of("AVG", 7.0, "COUNT", 1.0)),
            new MetricPoint(
                null, Map.of("assessment_name", "f"), Map.of("AVG", 0.5, "COUNT", 5.0)));
    assertThat(figures(Metric.ASSESSMENT_COUNT, COUNT)).isEqualTo(Map.of("COUNT", 7.0));
    assertThat(points(new Asked(Metric.ASSESSMENT_COUNT).by(Dimension.Kind.ASSESSMENT_TYPE), COUNT))
        .containsExactly(
            new MetricPoint(null, Map.of("assessment_type", "expectation"), Map.of("COUNT", 1.0)),
            new MetricPoint(null, Map.of("assessment_type", "feedback"), Map.of("COUNT", 6.0)));
    Asked byValue =
        new Asked(Metric.ASSESSMENT_COUNT)
            .by(Dimension.Kind.ASSESSMENT_NAME, Dimension.Kind.ASSESSMENT_VALUE);
    assertThat(points(byValue, COUNT))
        .extracting(point -> String.join(" ", point.dimensions().values()))
        .containsExactly("e 7", "f 0.5", "f excellent", "f false", "f no", "f true", "f yes");
    Asked steps = new Asked(Metric.ASSESSMENT_COUNT);
    steps.interval = 1L;
    assertThat(points(steps, COUNT))
        .extracting(MetricPoint::bucketStartUnixMillis)
        .containsExactly(
            START_MILLIS + 1000, START_MILLIS + 2000, START_MILLIS + 3000, START_MILLIS + 4000);
  }

  @Test
  void overriddenAssessmentsAreNotCounted() {
    write(rootOf(1).build());
    Assessment old =
        store.assessments().create(Feedback.builder("f").value(1).traceId(traceId(1)).build());
    store
        .assessments()
        .create(
            Feedback.builder("f")
                .value(3)
                .overrides(old.assessmentId())
                .traceId(traceId(1))
                .build());
    assertThat(figures(Metric.ASSESSMENT_VALUE, AVG, COUNT))
        .isEqualTo(Map.of("AVG", 3.0, "COUNT", 1.0));
  }
}

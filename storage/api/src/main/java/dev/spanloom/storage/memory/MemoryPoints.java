package dev.spanloom.storage.memory;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.query.FieldValue;
import dev.spanloom.query.SpanValues;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.internal.metrics.Accumulator;
import dev.spanloom.storage.internal.metrics.MetricGroups;
import dev.spanloom.storage.internal.metrics.MetricRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The points of one metrics query, from the traces that it means. Not thread-safe. */
final class MemoryPoints {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final MetricsQuery query;
  private final MetricGroups groups;

  MemoryPoints(MetricsQuery query) {
    this.query = query;
    this.groups = new MetricGroups(query, Accumulator::exact);
  }

  List<MetricPoint> points() {
    return groups.points();
  }

  /** Adds a trace of which the query's filter is true. */
  void add(MemoryTrace trace) {
    TraceInfo info = trace.info();
    switch (query.metric().view()) {
      case TRACES -> add(trace, info.requestTimeUnixMillis(), null, null);
      case SPANS -> {
        for (MemorySpan span : trace.spans()) {
          long time = Math.floorDiv(span.facts().startTimeUnixNanos(), NANOS_PER_MILLI);
          add(trace, time, span, null);
        }
      }
      case ASSESSMENTS ->
          info.assessments().stream()
              .filter(Assessment::isValid)
              .forEach(one -> add(trace, one.createTimeUnixMillis(), null, one));
    }
  }

  private void add(
      MemoryTrace trace, long time, @Nullable MemorySpan span, @Nullable Assessment assessment) {
    Long start = query.startTimeUnixMillis();
    Long end = query.endTimeUnixMillis();
    if ((start != null && time < start) || (end != null && time > end)) {
      return;
    }
    List<String> dimensions = new ArrayList<>();
    for (Dimension dimension : query.dimensions()) {
      String value = dimension(dimension, trace, span, assessment);
      if (value == null) {
        return;
      }
      dimensions.add(value);
    }
    Accumulator group = groups.group(time, dimensions);
    switch (query.metric()) {
      case TRACE_COUNT -> group.addCount(1, trace.info().state() == TraceState.ERROR ? 1 : 0);
      case SPAN_COUNT ->
          group.addCount(
              1, span != null && span.facts().statusCode() == SpanStatusCode.ERROR ? 1 : 0);
      case ASSESSMENT_COUNT -> group.addCount(1, 0);
      case SESSION_COUNT ->
          Optional.ofNullable(trace.words().traceMetadata().get(TraceMetadataKey.TRACE_SESSION))
              .ifPresent(group::addDistinct);
      default -> {
        Number value =
            span != null
                ? ofSpan(span)
                : assessment != null ? ofAssessment(assessment) : ofTrace(trace.info());
        if (value != null) {
          group.add(value.doubleValue());
        }
      }
    }
  }

  private @Nullable Number ofTrace(TraceInfo info) {
    Optional<TokenUsage> usage = info.tokenUsage();
    return switch (query.metric()) {
      case LATENCY -> info.executionDurationMillis();
      case INPUT_TOKENS -> usage.map(TokenUsage::inputTokens).orElse(null);
      case OUTPUT_TOKENS -> usage.map(TokenUsage::outputTokens).orElse(null);
      case TOTAL_TOKENS -> usage.map(TokenUsage::totalTokens).orElse(null);
      case CACHE_READ_INPUT_TOKENS -> usage.map(TokenUsage::cacheReadInputTokens).orElse(null);
      case CACHE_CREATION_INPUT_TOKENS ->
          usage.map(TokenUsage::cacheCreationInputTokens).orElse(null);
      case TRACE_COST -> info.cost().map(LlmCost::totalCost).orElse(null);
      default -> null;
    };
  }

  private @Nullable Number ofSpan(MemorySpan span) {
    SpanFacts facts = span.facts();
    Optional<TokenUsage> usage = Optional.ofNullable(facts.tokenUsage());
    Optional<LlmCost> cost = Optional.ofNullable(facts.cost());
    return switch (query.metric()) {
      case SPAN_LATENCY -> {
        Long nanos = span.span().durationNanos();
        yield nanos == null ? null : Double.valueOf(SpanValues.durationMillis(nanos));
      }
      case SPAN_INPUT_TOKENS -> usage.map(TokenUsage::inputTokens).orElse(null);
      case SPAN_OUTPUT_TOKENS -> usage.map(TokenUsage::outputTokens).orElse(null);
      case SPAN_TOTAL_TOKENS -> usage.map(TokenUsage::totalTokens).orElse(null);
      case INPUT_COST -> cost.map(LlmCost::inputCost).orElse(null);
      case OUTPUT_COST -> cost.map(LlmCost::outputCost).orElse(null);
      case TOTAL_COST -> cost.map(LlmCost::totalCost).orElse(null);
      default -> null;
    };
  }

  private static @Nullable Number ofAssessment(Assessment assessment) {
    FieldValue value = FieldValue.of(assessment);
    return value == null ? null : value.reading();
  }

  private static @Nullable String dimension(
      Dimension dimension,
      MemoryTrace trace,
      @Nullable MemorySpan span,
      @Nullable Assessment assessment) {
    return switch (dimension.kind()) {
      case TRACE_NAME -> MetricRules.groupName(trace.info().name());
      case TRACE_STATUS -> trace.info().state().name();
      case TAG -> trace.info().tags().get(dimension.key());
      case METADATA -> trace.words().traceMetadata().get(dimension.key());
      case SPAN_NAME -> span == null ? null : MetricRules.groupName(span.facts().name());
      case SPAN_TYPE -> span == null ? null : MetricRules.groupName(span.facts().spanType());
      case SPAN_STATUS -> span == null ? null : span.facts().statusCode().name();
      case SPAN_MODEL -> span == null ? null : MetricRules.groupName(span.span().modelName());
      case SPAN_PROVIDER -> span == null ? null : MetricRules.groupName(span.facts().provider());
      case ASSESSMENT_NAME -> assessment == null ? null : assessment.name();
      case ASSESSMENT_TYPE -> assessment == null ? null : assessment.kind();
      case ASSESSMENT_VALUE -> {
        FieldValue value = assessment == null ? null : FieldValue.of(assessment);
        yield value == null ? null : value.text();
      }
    };
  }
}

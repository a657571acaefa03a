package dev.spanloom.storage.memory;

import dev.spanloom.entities.Assessment;
import dev.spanloom.query.Field;
import dev.spanloom.query.FieldValue;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.KeyedField.Family;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.SpanValues;
import dev.spanloom.storage.TraceMetrics.ObservedValue;
import dev.spanloom.storage.internal.metrics.ObservedRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keys and values that traces have, and how many traces have each. */
final class MemoryValues {
  private final List<MemoryTrace> traces;

  MemoryValues(List<MemoryTrace> traces) {
    this.traces = traces;
  }

  List<ObservedValue> values(Field field, String prefix, int limit) {
    ObservedRules.check(field, limit);
    return observed(
        trace ->
            valuesOf(field, trace).filter(value -> value.length() <= ObservedRules.LONGEST_VALUE),
        prefix,
        limit);
  }

  List<ObservedValue> keys(Family family, String prefix, int limit) {
    ObservedRules.checkLimit(limit);
    return observed(trace -> keysOf(family, trace), prefix, limit);
  }

  private List<ObservedValue> observed(
      Function<MemoryTrace, Stream<String>> texts, String prefix, int limit) {
    Map<String, Long> counts = new HashMap<>();
    for (MemoryTrace trace : traces) {
      texts
          .apply(trace)
          .distinct()
          .filter(text -> ObservedRules.startsWith(text, prefix))
          .forEach(text -> counts.merge(text, 1L, Long::sum));
    }
    return counts.entrySet().stream()
        .map(count -> new ObservedValue(count.getKey(), count.getValue()))
        .sorted(ObservedRules.FREQUENT_FIRST)
        .limit(limit)
        .toList();
  }

  private static Stream<String> valuesOf(Field field, MemoryTrace trace) {
    if (field instanceof SpanField) {
      return ofSpans(field, trace);
    }
    if (!(field instanceof KeyedField keyed)) {
      return Stream.ofNullable(trace.info().name());
    }
    return switch (keyed.family()) {
      case TAG ->
          Stream.ofNullable(trace.info().tags().get(keyed.key()))
              .filter(value -> ObservedRules.isListedTag(keyed.key()));
      case METADATA -> Stream.ofNullable(trace.words().traceMetadata().get(keyed.key()));
      case SPAN_ATTRIBUTE ->
          ObservedRules.isListedAttribute(keyed.key()) ? ofSpans(field, trace) : Stream.empty();
      case FEEDBACK, EXPECTATION ->
          assessments(keyed.family(), trace)
              .filter(one -> one.name().equals(keyed.key()))
              .flatMap(one -> text(FieldValue.of(one)));
    };
  }

  private static Stream<String> keysOf(Family family, MemoryTrace trace) {
    return switch (family) {
      case TAG -> trace.info().tags().keySet().stream().filter(ObservedRules::isListedTag);
      case METADATA -> trace.words().traceMetadata().keySet().stream();
      case SPAN_ATTRIBUTE ->
          trace.spans().stream()
              .flatMap(span -> span.span().attributes().entrySet().stream())
              .filter(attribute -> attribute.getValue() != null)
              .map(Map.Entry::getKey)
              .filter(ObservedRules::isListedAttribute);
      case FEEDBACK, EXPECTATION -> assessments(family, trace).map(Assessment::name);
    };
  }

  private static Stream<String> ofSpans(Field field, MemoryTrace trace) {
    return trace.spans().stream().flatMap(span -> text(SpanValues.of(field, span.span())));
  }

  private static Stream<Assessment> assessments(Family family, MemoryTrace trace) {
    return trace.info().assessments().stream()
        .filter(one -> one.isValid() && one.kind().equals(family.prefix()))
        .filter(one -> FieldValue.of(one) != null);
  }

  private static Stream<String> text(@Nullable FieldValue value) {
    return Stream.ofNullable(value).map(FieldValue::text);
  }
}

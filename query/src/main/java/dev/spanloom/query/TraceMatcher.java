package dev.spanloom.query;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one meaning of the language: whether a filter is true of a trace. Stores that find candidates
 * by other means ask it in the end. Immutable and thread-safe.
 */
public final class TraceMatcher {
  private final Predicate<Subject> test;

  private TraceMatcher(Filter filter) {
    this.test = compiled(filter);
  }

  /**
   * The matcher of a filter, to be used for many traces.
   *
   * @param filter resolved, see {@link Filters#resolve}
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for a bad regular
   *     expression
   * @throws IllegalArgumentException for a filter with {@code ago()}
   */
  public static TraceMatcher of(Filter filter) {
    return new TraceMatcher(filter);
  }

  /**
   * Whether the filter is true of a trace.
   *
   * @param shown the trace as it is shown: what was said, completed by the spans
   * @param saidMetadata the metadata that clients said
   * @param spans all spans
   */
  public boolean matches(TraceInfo shown, Map<String, String> saidMetadata, List<Span> spans) {
    return test.test(new Subject(shown, saidMetadata, spans, null));
  }

  /** Whether the filter, the condition of {@link Filter.InSpan}, is true of a span. */
  public boolean matchesSpan(Span span) {
    return test.test(new Subject(null, Map.of(), List.of(), span));
  }

  /** {@link #matches(TraceInfo, Map, List)} of a filter that is used once. */
  public static boolean matches(
      Filter filter, TraceInfo shown, Map<String, String> saidMetadata, List<Span> spans) {
    return of(filter).matches(shown, saidMetadata, spans);
  }

  /** {@link #matchesSpan(Span)} of a filter that is used once. */
  public static boolean matchesSpan(Filter filter, Span span) {
    return of(filter).matchesSpan(span);
  }

  /** A trace, or inside {@code span(...)} a span. */
  private record Subject(
      @Nullable TraceInfo shown,
      Map<String, String> saidMetadata,
      List<Span> spans,
      @Nullable Span span) {
    Subject inSpan(Span one) {
      return new Subject(null, Map.of(), List.of(), one);
    }

    boolean any(Field field, Predicate<FieldValue> test) {
      if (span != null) {
        return test(spanField(field), span, test);
      }
      Field ofSpan = spanField(field);
      if (isOfSpan(ofSpan)) {
        return spans.stream().anyMatch(one -> test(ofSpan, one, test));
      }
      return shown != null
          && TraceValues.of(field, shown, saidMetadata, spans.size()).stream().anyMatch(test);
    }

    private static boolean test(Field field, Span one, Predicate<FieldValue> test) {
      FieldValue value = SpanValues.of(field, one);
      return value != null && test.test(value);
    }

    private static Field spanField(Field field) {
      return field == TraceField.TEXT ? SpanField.CONTENT : field;
    }
  }

  static boolean isOfSpan(Field field) {
    return field instanceof SpanField
        || (field instanceof KeyedField keyed
            && keyed.family() == KeyedField.Family.SPAN_ATTRIBUTE);
  }

  private static Predicate<Subject> compiled(Filter filter) {
    if (filter instanceof Filter.And and) {
      List<Predicate<Subject>> parts = and.parts().stream().map(TraceMatcher::compiled).toList();
      return subject -> parts.stream().allMatch(part -> part.test(subject));
    }
    if (filter instanceof Filter.Or or) {
      List<Predicate<Subject>> parts = or.parts().stream().map(TraceMatcher::compiled).toList();
      return subject -> parts.stream().anyMatch(part -> part.test(subject));
    }
    if (filter instanceof Filter.Not not) {
      return compiled(not.operand()).negate();
    }
    if (filter instanceof Filter.InSpan inSpan) {
      Predicate<Subject> condition = compiled(inSpan.condition());
      return subject ->
          subject.span() != null
              ? condition.test(subject)
              : subject.spans().stream().anyMatch(one -> condition.test(subject.inSpan(one)));
    }
    if (filter instanceof Filter.Present present) {
      return subject -> subject.any(present.field(), value -> true) != present.negated();
    }
    if (filter instanceof Filter.OneOf oneOf) {
      Predicate<FieldValue> test = ValueTest.oneOf(oneOf.field(), oneOf.negated(), oneOf.values());
      return subject -> subject.any(oneOf.field(), test);
    }
    Filter.Compare compare = (Filter.Compare) filter;
    Predicate<FieldValue> test = ValueTest.of(compare.field(), compare.operator(), compare.value());
    return subject -> subject.any(compare.field(), test);
  }
}

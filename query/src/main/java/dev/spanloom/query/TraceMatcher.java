package dev.spanloom.query;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The one meaning of the language: whether a filter is true of a trace. Stores that find candidates
 * by other means ask it in the end. Immutable and thread-safe.
 */
public final class TraceMatcher {
  private final Predicate<MatchSubject> test;

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
    return test.test(new MatchSubject.OfTrace(shown, saidMetadata, spans));
  }

  /** Whether the filter, the condition of {@link Filter.InSpan}, is true of a span. */
  public boolean matchesSpan(Span span) {
    return test.test(new MatchSubject.OfSpan(span));
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

  private static Predicate<MatchSubject> compiled(Filter filter) {
    if (filter instanceof Filter.And and) {
      List<Predicate<MatchSubject>> parts = compiled(and.parts());
      return subject -> all(parts, subject, true);
    }
    if (filter instanceof Filter.Or or) {
      List<Predicate<MatchSubject>> parts = compiled(or.parts());
      return subject -> !all(parts, subject, false);
    }
    if (filter instanceof Filter.Not not) {
      return compiled(not.operand()).negate();
    }
    if (filter instanceof Filter.InSpan same) {
      Predicate<MatchSubject> condition = compiled(same.condition());
      return subject -> subject.anySpan(condition);
    }
    if (filter instanceof Filter.Present present) {
      return subject -> subject.any(present.field(), value -> true) != present.negated();
    }
    if (filter instanceof Filter.OneOf list) {
      Predicate<FieldValue> value = ValueTest.oneOf(list.field(), list.negated(), list.values());
      return subject -> subject.any(list.field(), value);
    }
    Filter.Compare compare = (Filter.Compare) filter;
    Predicate<FieldValue> value =
        ValueTest.of(compare.field(), compare.operator(), compare.value());
    return subject -> subject.any(compare.field(), value);
  }

  private static List<Predicate<MatchSubject>> compiled(List<Filter> filters) {
    return filters.stream().map(TraceMatcher::compiled).toList();
  }

  private static boolean all(
      List<Predicate<MatchSubject>> parts, MatchSubject subject, boolean wanted) {
    for (Predicate<MatchSubject> part : parts) {
      if (part.test(subject) != wanted) {
        return false;
      }
    }
    return true;
  }
}

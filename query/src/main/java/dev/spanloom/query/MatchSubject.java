package dev.spanloom.query;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a condition is asked of: a trace, or inside {@code span(...)} one span. */
sealed interface MatchSubject {
  /** Whether a value of the field satisfies the test. */
  boolean any(Field field, Predicate<FieldValue> test);

  /** Whether a span satisfies the condition. */
  boolean anySpan(Predicate<MatchSubject> condition);

  /** A span; its text, which is dear, is made once. */
  final class OfSpan implements MatchSubject {
    private final Span span;
    private @Nullable FieldValue content;

    OfSpan(Span span) {
      this.span = span;
    }

    @Override
    public boolean any(Field field, Predicate<FieldValue> test) {
      FieldValue value = isContent(field) ? content() : SpanValues.of(field, span);
      return value != null && test.test(value);
    }

    private FieldValue content() {
      FieldValue made = content;
      if (made == null) {
        made = FieldValue.ofText(SpanText.of(span));
        content = made;
      }
      return made;
    }

    @Override
    public boolean anySpan(Predicate<MatchSubject> condition) {
      return condition.test(this);
    }
  }

  /** A trace; what is asked of a span is asked of all of its spans. */
  final class OfTrace implements MatchSubject {
    private final TraceInfo shown;
    private final Map<String, String> saidMetadata;
    private final List<OfSpan> spans;

    OfTrace(TraceInfo shown, Map<String, String> saidMetadata, List<Span> spans) {
      this.shown = shown;
      this.saidMetadata = saidMetadata;
      this.spans = spans.stream().map(OfSpan::new).toList();
    }

    @Override
    public boolean any(Field field, Predicate<FieldValue> test) {
      if (isContent(field) || isOfSpan(field)) {
        return anySpan(span -> span.any(field, test));
      }
      for (FieldValue value : TraceValues.of(field, shown, saidMetadata, spans.size())) {
        if (test.test(value)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean anySpan(Predicate<MatchSubject> condition) {
      for (OfSpan span : spans) {
        if (condition.test(span)) {
          return true;
        }
      }
      return false;
    }
  }

  /** True of fields that spans have. */
  static boolean isOfSpan(Field field) {
    return field instanceof SpanField
        || (field instanceof KeyedField keyed
            && keyed.family() == KeyedField.Family.SPAN_ATTRIBUTE);
  }

  /** The text of a trace is that of each of its spans. */
  private static boolean isContent(Field field) {
    return field == SpanField.CONTENT || field == TraceField.TEXT;
  }
}

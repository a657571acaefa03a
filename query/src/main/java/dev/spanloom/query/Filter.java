package dev.spanloom.query;

import java.util.List;

/**
 * Which traces are meant. Every filter is true or false of a trace: {@code NOT} turns the one into
 * the other, there is no third value. Immutable and thread-safe.
 */
public sealed interface Filter {
  /** True of every trace. */
  Filter ALL = new And(List.of());

  /** True when all parts are; true without parts. */
  record And(List<Filter> parts) implements Filter {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** True when a part is; false without parts. */
  record Or(List<Filter> parts) implements Filter {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /** True when the operand is false. */
  record Not(Filter operand) implements Filter {}

  /**
   * {@code span(...)}: true when one span of the trace satisfies the condition, which is a filter
   * over {@code span.*} fields only; inside of it, NOT concerns that span.
   */
  record InSpan(Filter condition) implements Filter {}

  /**
   * A field compared with one value. False where the trace (inside {@link InSpan}: the span) has no
   * value for the field; of several values (spans, assessments) one that satisfies it is enough.
   */
  record Compare(Field field, Operator operator, Literal value) implements Filter {}

  /** {@code IN} and {@code NOT IN}; the latter, too, is false where there is no value. */
  record OneOf(Field field, boolean negated, List<Literal> values) implements Filter {
    public OneOf {
      values = List.copyOf(values);
    }
  }

  /** {@code EXISTS field}, {@code field IS NOT NULL}, and negated {@code field IS NULL}. */
  record Present(Field field, boolean negated) implements Filter {}

  /** All of the filters, without needless nesting. */
  static Filter allOf(List<Filter> filters) {
    List<Filter> parts =
        filters.stream()
            .flatMap(f -> f instanceof And and ? and.parts().stream() : List.of(f).stream())
            .toList();
    return parts.size() == 1 ? parts.get(0) : new And(parts);
  }
}

package dev.spanloom.query;

import dev.spanloom.query.Filter.Compare;
import dev.spanloom.query.Filter.OneOf;
import dev.spanloom.query.Filter.Present;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;

/** Filters of all shapes. */
abstract class FilterArbitraries {
  private static final List<Operator> EQUALITY = List.of(Operator.EQUAL, Operator.NOT_EQUAL);
  private static final List<Operator> ORDERS =
      List.of(
          Operator.LESS,
          Operator.LESS_OR_EQUAL,
          Operator.GREATER,
          Operator.GREATER_OR_EQUAL,
          Operator.EQUAL,
          Operator.NOT_EQUAL);

  @Provide
  Arbitrary<Filter> filters() {
    return tree(3, false);
  }

  private static Arbitrary<Filter> tree(int depth, boolean inSpan) {
    Arbitrary<Filter> condition = conditions(inSpan);
    if (depth == 0) {
      return condition;
    }
    Arbitrary<Filter> below = Arbitraries.lazy(() -> tree(depth - 1, inSpan));
    Arbitrary<List<Filter>> several = below.list().ofMinSize(2).ofMaxSize(3);
    List<Arbitrary<Filter>> kinds =
        new ArrayList<>(
            List.of(
                condition,
                several.map(Filter.And::new),
                several.map(Filter.Or::new),
                below.map(Filter.Not::new)));
    if (!inSpan) {
      kinds.add(Arbitraries.lazy(() -> tree(depth - 1, true)).map(Filter.InSpan::new));
    }
    return Arbitraries.oneOf(kinds);
  }

  private static Arbitrary<Filter> conditions(boolean inSpan) {
    return fields(inSpan).flatMap(FilterArbitraries::about);
  }

  static Arbitrary<Field> fields(boolean inSpan) {
    Arbitrary<Field> ofSpan =
        Arbitraries.oneOf(
            Arbitraries.of(SpanField.values()), texts().map(KeyedField::spanAttribute));
    if (inSpan) {
      return ofSpan;
    }
    Arbitrary<Field> keyed =
        Combinators.combine(Arbitraries.of(KeyedField.Family.class), texts()).as(KeyedField::new);
    return Arbitraries.oneOf(Arbitraries.of(TraceField.values()), ofSpan, keyed);
  }

  static Arbitrary<Field> sortable() {
    Arbitrary<Field> ofTrace =
        Arbitraries.of(
            Stream.of(TraceField.values())
                .filter(f -> f != TraceField.TEXT && f != TraceField.PROMPT)
                .toList());
    return Arbitraries.oneOf(
        ofTrace, texts().map(KeyedField::tag), texts().map(KeyedField::metadata));
  }

  private static Arbitrary<Filter> about(Field field) {
    TraceField.Kind kind =
        field instanceof TraceField t
            ? t.kind()
            : field instanceof SpanField s ? s.kind() : TraceField.Kind.TEXT;
    Arbitrary<Filter> patterns =
        Combinators.combine(Arbitraries.of(Operator.LIKE, Operator.ILIKE), texts())
            .as((operator, text) -> new Compare(field, operator, new Literal.Text(text)));
    if (kind == TraceField.Kind.FULL_TEXT) {
      return patterns;
    }
    Arbitrary<Filter> present =
        Arbitraries.of(true, false).map(negated -> new Present(field, negated));
    Arbitrary<Filter> numbers = compare(field, ORDERS, numbers());
    if (kind == TraceField.Kind.NUMBER) {
      return Arbitraries.oneOf(present, numbers);
    }
    if (kind == TraceField.Kind.TIME) {
      return Arbitraries.oneOf(present, numbers, compare(field, ORDERS, times()));
    }
    Arbitrary<Literal> values = texts().map(Literal.Text::new);
    if (field instanceof KeyedField) {
      Arbitrary<Literal> booleans = Arbitraries.of(true, false).map(Literal.Bool::new);
      values = Arbitraries.oneOf(values, booleans, numbers());
    }
    Arbitrary<Filter> lists =
        Combinators.combine(values.list().ofMinSize(1).ofMaxSize(3), Arbitraries.of(true, false))
            .as((list, negated) -> new OneOf(field, negated, list));
    Arbitrary<Filter> equal = compare(field, EQUALITY, values);
    return field instanceof KeyedField
        ? Arbitraries.oneOf(present, equal, lists, patterns, numbers)
        : Arbitraries.oneOf(present, equal, lists, patterns);
  }

  private static Arbitrary<Filter> compare(
      Field field, List<Operator> operators, Arbitrary<Literal> values) {
    return Combinators.combine(Arbitraries.of(operators), values)
        .as((operator, value) -> new Compare(field, operator, value));
  }

  private static Arbitrary<Literal> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.bigDecimals().ofScale(4).map(Literal.Number::new),
        Arbitraries.longs().map(Literal.Number::of),
        Arbitraries.of(1e300, -5e-300, 0.1, 2e10).map(Literal.Number::of));
  }

  private static Arbitrary<Literal> times() {
    return Arbitraries.of(
        new Literal.Ago(0, "0s"),
        new Literal.Ago(7_200_000, "2h"),
        new Literal.Ago(0, "0h"),
        new Literal.Moment(86_400_000, "1970-01-02"),
        new Literal.Moment(86_400_000, "1970-01-02T00:00Z"));
  }

  static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab .'\"`%_-\\é日").ofMinLength(1).ofMaxLength(8),
        Arbitraries.strings().ofMinLength(1).ofMaxLength(5),
        Arbitraries.of("name", "and", "x.y", ".", "a..b", "5", "attributes.x"));
  }

  /** The filter as the parser makes it: groups in groups of the same kind are one. */
  static Filter flattened(Filter filter) {
    if (filter instanceof Filter.And and) {
      return new Filter.And(
          and.parts().stream()
              .map(FilterArbitraries::flattened)
              .flatMap(f -> f instanceof Filter.And a ? a.parts().stream() : Stream.of(f))
              .toList());
    }
    if (filter instanceof Filter.Or or) {
      return new Filter.Or(
          or.parts().stream()
              .map(FilterArbitraries::flattened)
              .flatMap(f -> f instanceof Filter.Or o ? o.parts().stream() : Stream.of(f))
              .toList());
    }
    if (filter instanceof Filter.Not not) {
      return new Filter.Not(flattened(not.operand()));
    }
    return filter instanceof Filter.InSpan same
        ? new Filter.InSpan(flattened(same.condition()))
        : filter;
  }
}

package dev.spanloom.query;

import java.util.List;

/**
 * A field in a condition, and which operators it takes.
 *
 * @param name as it was written
 * @param inSpan true inside {@code span(...)}
 */
record FieldUse(Field field, Token name, boolean inSpan) {
  private static final List<Operator> TEXT_OPERATORS =
      List.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.LIKE, Operator.ILIKE, Operator.RLIKE);
  private static final List<Operator> FULL_TEXT_OPERATORS = List.of(Operator.LIKE, Operator.ILIKE);
  private static final List<Operator> NUMBER_OPERATORS =
      List.of(
          Operator.EQUAL,
          Operator.NOT_EQUAL,
          Operator.LESS,
          Operator.LESS_OR_EQUAL,
          Operator.GREATER,
          Operator.GREATER_OR_EQUAL);

  boolean isKeyed() {
    return field instanceof KeyedField;
  }

  /** The kind of the values; of a keyed field, where it is up to the values, text. */
  TraceField.Kind kind() {
    if (field instanceof TraceField traceField) {
      return traceField.kind();
    }
    return field instanceof SpanField spanField ? spanField.kind() : TraceField.Kind.TEXT;
  }

  void check(SourceText source, Token at, Operator operator) {
    boolean allowed =
        isKeyed()
            || switch (kind()) {
              case TEXT -> TEXT_OPERATORS.contains(operator);
              case FULL_TEXT -> FULL_TEXT_OPERATORS.contains(operator);
              case NUMBER, TIME -> NUMBER_OPERATORS.contains(operator);
            };
    refuseUnless(allowed, source, at);
  }

  void checkPresence(SourceText source, Token at) {
    refuseUnless(kind() != TraceField.Kind.FULL_TEXT, source, at);
  }

  void checkList(SourceText source, Token at) {
    refuseUnless(kind() == TraceField.Kind.TEXT, source, at);
  }

  private void refuseUnless(boolean allowed, SourceText source, Token at) {
    if (!allowed) {
      throw source.error(
          at.start(),
          source.quote(at)
              + " does not go with "
              + SourceText.shortened(name.text())
              + " (expected: one of "
              + operators()
              + ")");
    }
  }

  /** What may follow the field, for messages. */
  String operators() {
    if (isKeyed()) {
      return "=, !=, <, <=, >, >=, BETWEEN, LIKE, ILIKE, RLIKE, IN, NOT IN, IS NULL";
    }
    return switch (kind()) {
      case TEXT -> "=, !=, LIKE, ILIKE, RLIKE, IN, NOT IN, IS NULL";
      case FULL_TEXT -> "LIKE, ILIKE";
      case NUMBER, TIME -> "=, !=, <, <=, >, >=, BETWEEN, IS NULL";
    };
  }

  Filter present() {
    return new Filter.Present(field, false);
  }

  /** All of the conditions; of a span's field, true of one and the same span. */
  Filter onOneValue(List<Filter> conditions) {
    Filter all = new Filter.And(conditions);
    return !inSpan && MatchSubject.isOfSpan(field) ? new Filter.InSpan(all) : all;
  }
}

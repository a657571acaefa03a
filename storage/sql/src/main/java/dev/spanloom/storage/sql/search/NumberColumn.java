package dev.spanloom.storage.sql.search;

import dev.spanloom.query.FieldValue;
import dev.spanloom.query.Operator;
import java.util.ArrayList;
import java.util.List;

/** Conditions on an expression that is a number or NULL, compared as the language does. */
final class NumberColumn {
  /** Beyond, a whole number and its double are not the same. */
  private static final double EXACT = 1L << 53;

  private final String value;
  private final boolean isWhole;

  /**
   * A column.
   *
   * @param value the expression
   * @param isWhole whether it is of an integer type
   */
  NumberColumn(String value, boolean isWhole) {
    this.value = value;
    this.isWhole = isWhole;
  }

  /** The condition; an upper bound of patterns alone. */
  Bounds bounds(LeafTest leaf) {
    Expr present = Expr.of(value + " IS NOT NULL");
    if (leaf instanceof LeafTest.Any) {
      return Bounds.exact(present);
    }
    if (leaf instanceof LeafTest.Ordered ordered) {
      return Bounds.exact(compare(ordered.operator(), ordered.limit()));
    }
    if (leaf instanceof LeafTest.OneOf oneOf) {
      List<Expr> equal = new ArrayList<>();
      oneOf.numbers().forEach(number -> equal.add(compare(Operator.EQUAL, number)));
      oneOf.texts().forEach(text -> equal.add(spells(text)));
      Expr any = Expr.anyOf(equal);
      return Bounds.exact(oneOf.negated() ? present.and(any.not()) : any);
    }
    return leaf instanceof LeafTest.None ? Bounds.FALSE : Bounds.between(present, Expr.FALSE);
  }

  /** True of numbers whose text is this. */
  private Expr spells(String text) {
    Double number = FieldValue.spelled(text);
    if (number == null) {
      return Expr.FALSE;
    }
    if (!isWhole) {
      return FieldValue.ofNumber(number).text().equals(text)
          ? Expr.of(value + " = ?", number)
          : Expr.FALSE;
    }
    try {
      long whole = Long.parseLong(text);
      return Long.toString(whole).equals(text) ? Expr.of(value + " = ?", whole) : Expr.FALSE;
    } catch (NumberFormatException e) {
      return Expr.FALSE;
    }
  }

  private Expr compare(Operator operator, double limit) {
    if (!isWhole) {
      return Expr.of(value + " " + operator.symbol() + " ?", limit);
    }
    if (Math.abs(limit) >= EXACT) {
      return Expr.of("CAST(" + value + " AS DOUBLE PRECISION) " + operator.symbol() + " ?", limit);
    }
    return switch (operator) {
      case LESS -> Expr.of(value + " < ?", (long) Math.ceil(limit));
      case LESS_OR_EQUAL -> Expr.of(value + " <= ?", (long) Math.floor(limit));
      case GREATER -> Expr.of(value + " > ?", (long) Math.floor(limit));
      case GREATER_OR_EQUAL -> Expr.of(value + " >= ?", (long) Math.ceil(limit));
      default -> limit == Math.rint(limit) ? Expr.of(value + " = ?", (long) limit) : Expr.FALSE;
    };
  }
}

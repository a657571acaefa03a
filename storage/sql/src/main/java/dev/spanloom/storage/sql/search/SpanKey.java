package dev.spanloom.storage.sql.search;

import dev.spanloom.query.Field;
import dev.spanloom.query.FieldValue;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.SpanField;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Families;
import dev.spanloom.storage.sql.search.SpanSides.Sides;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a field of spans is kept.
 *
 * @param family the family of its key in the index
 * @param name the name of its key
 * @param column the column of {@code spans s} that has the same value; null for none
 * @param isNumber whether its values are numbers, which have ranges but no terms
 */
record SpanKey(String family, String name, @Nullable String column, boolean isNumber) {
  private static final String DURATION =
      "(CAST(CASE WHEN s.end_ns < s.start_ns THEN 0 ELSE s.end_ns - s.start_ns END"
          + " AS DOUBLE PRECISION) / 1000000.0)";

  /** Null for the text, and for what is no field of spans. */
  static @Nullable SpanKey of(Field field) {
    if (field instanceof KeyedField keyed) {
      return keyed.family() == KeyedField.Family.SPAN_ATTRIBUTE
          ? new SpanKey(Families.ATTRIBUTE, keyed.key(), null, false)
          : null;
    }
    if (!(field instanceof SpanField spanField)) {
      return null;
    }
    return switch (spanField) {
      case NAME -> new SpanKey(Families.SPAN_NAME, "", "s.name", false);
      case TYPE -> new SpanKey(Families.SPAN_TYPE, "", "s.type", false);
      case STATUS -> new SpanKey(Families.SPAN_STATUS, "", "s.status", false);
      case MODEL -> new SpanKey(Families.SPAN_MODEL, "", "s.model", false);
      case CONTENT -> null;
      case DURATION_MS -> new SpanKey(Families.SPAN_DURATION, "", DURATION, true);
      case INPUT_TOKENS -> new SpanKey(Families.SPAN_INPUT_TOKENS, "", "s.input_tokens", true);
      case OUTPUT_TOKENS -> new SpanKey(Families.SPAN_OUTPUT_TOKENS, "", "s.output_tokens", true);
      case TOTAL_TOKENS -> new SpanKey(Families.SPAN_TOTAL_TOKENS, "", "s.total_tokens", true);
      case TOTAL_COST -> new SpanKey(Families.SPAN_COST, "", "s.total_cost", true);
    };
  }

  boolean hasTerms() {
    return !isNumber;
  }

  /** Whether the index knows the numbers of values. */
  boolean hasRanges() {
    return isNumber || family.equals(Families.ATTRIBUTE);
  }

  boolean isIndexed() {
    return !family.equals(Families.ATTRIBUTE) || Families.isIndexed(name);
  }

  boolean isOnAllSpans() {
    return family.equals(Families.SPAN_NAME) || family.equals(Families.SPAN_STATUS);
  }

  /** What a row of {@code spans s} says. */
  Sides row(Dialect dialect, LeafTest leaf, Predicate<FieldValue> test) {
    if (column == null) {
      return Sides.between(Expr.TRUE, Expr.FALSE);
    }
    boolean whole = !family.equals(Families.SPAN_DURATION) && !family.equals(Families.SPAN_COST);
    Bounds bounds =
        isNumber
            ? new NumberColumn(column, whole).bounds(leaf)
            : new TextColumn(dialect, column).node(leaf, test).bounds();
    return new Sides(bounds.upper(), bounds.lower(), bounds.isExact());
  }

  /** What a row of {@code spans s} of a small trace says, whose spans have a bit each. */
  Sides rowOfSmall(Dialect dialect, LeafTest leaf, Predicate<FieldValue> test, Sides bits) {
    return column == null
        ? new Sides(hasBit(bits.upper()), hasBit(bits.lower()), bits.isExact())
        : row(dialect, leaf, test);
  }

  private static Expr hasBit(Expr bits) {
    return bits.equals(SpanSides.NO_BITS)
        ? Expr.FALSE
        : Expr.format("(({} >> CAST(s.ordinal AS INTEGER)) & 1) = 1", bits);
  }
}

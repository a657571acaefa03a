package dev.spanloom.storage.sql.search;

import dev.spanloom.query.Filter;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.TraceField;

/**
 * Times of traces, both ends included.
 *
 * @param first milliseconds since the Unix epoch
 * @param last milliseconds since the Unix epoch
 */
record TimeRange(long first, long last) {
  static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  /** Beyond, a whole number and its double are not the same. */
  private static final double EXACT = 1L << 53;

  boolean isEmpty() {
    return first > last;
  }

  boolean isAlways() {
    return equals(ALWAYS);
  }

  TimeRange from(long time) {
    return new TimeRange(Math.max(first, time), last);
  }

  TimeRange until(long time) {
    return new TimeRange(first, Math.min(last, time));
  }

  /** Whether {@link #with} says exactly what a filter says. */
  static boolean isRange(Filter filter) {
    return filter instanceof Filter.Compare compare
        && compare.field() == TraceField.TIMESTAMP_MS
        && compare.operator() != Operator.NOT_EQUAL
        && !compare.operator().isPattern()
        && (compare.value() instanceof Literal.Number || compare.value() instanceof Literal.Moment)
        && Math.abs(LeafTest.number(compare.value())) < EXACT;
  }

  TimeRange with(Filter.Compare compare) {
    double limit = LeafTest.number(compare.value());
    long floor = (long) Math.floor(limit);
    long ceil = (long) Math.ceil(limit);
    return switch (compare.operator()) {
      case LESS -> until(ceil - 1);
      case LESS_OR_EQUAL -> until(floor);
      case GREATER -> from(floor + 1);
      case GREATER_OR_EQUAL -> from(ceil);
      default -> from(ceil).until(floor);
    };
  }
}

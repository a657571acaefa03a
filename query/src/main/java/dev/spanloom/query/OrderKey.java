package dev.spanloom.query;

/**
 * One key of an order. Traces without the value come last in both directions.
 *
 * @param field a trace field other than text, a tag, or a metadata entry
 * @param descending from large to small
 */
public record OrderKey(Field field, boolean descending) {
  public static final OrderKey NEWEST_FIRST = new OrderKey(TraceField.TIMESTAMP_MS, true);
  public static final OrderKey OLDEST_FIRST = new OrderKey(TraceField.TIMESTAMP_MS, false);
}

package dev.spanloom.query;

import dev.spanloom.entities.TraceInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that traces are sorted by, and that page tokens hold. */
public final class OrderValues {
  private OrderValues() {}

  /**
   * The value of one key: a String, Long or Double; null where the trace has none.
   *
   * @param shown the trace as it is shown
   * @param saidMetadata the metadata that clients said
   * @param spanCount how many spans the trace has
   */
  public static @Nullable Comparable<?> of(
      OrderKey key, TraceInfo shown, Map<String, String> saidMetadata, long spanCount) {
    if (key.field() instanceof TraceField field) {
      return ofTrace(field, shown, saidMetadata, spanCount);
    }
    if (key.field() instanceof KeyedField keyed) {
      Map<String, String> map =
          keyed.family() == KeyedField.Family.TAG ? shown.tags() : saidMetadata;
      return map.get(keyed.key());
    }
    return null;
  }

  private static @Nullable Comparable<?> ofTrace(
      TraceField field, TraceInfo shown, Map<String, String> saidMetadata, long spanCount) {
    return switch (field) {
      case TIMESTAMP_MS -> shown.requestTimeUnixMillis();
      case END_TIME_MS -> TraceValues.endTime(shown);
      case EXECUTION_TIME_MS -> shown.executionDurationMillis();
      case SPAN_COUNT -> spanCount;
      case EXPERIMENT_ID -> number(shown.experimentId());
      default -> TraceValues.comparable(field, shown, saidMetadata);
    };
  }

  /** Experiment ids are whole numbers, and sorted as such: 2 comes before 10. */
  private static @Nullable Long number(@Nullable String experimentId) {
    return experimentId != null && experimentId.matches("[0-9]{1,18}")
        ? Long.valueOf(experimentId)
        : null;
  }

  /** The values of all keys of an order. */
  public static List<@Nullable Object> of(
      List<OrderKey> keys, TraceInfo shown, Map<String, String> saidMetadata, long spanCount) {
    List<@Nullable Object> values = new ArrayList<>(keys.size());
    keys.forEach(key -> values.add(of(key, shown, saidMetadata, spanCount)));
    return values;
  }

  /** The order of traces by their values; those without a value come last in both directions. */
  public static Comparator<List<@Nullable Object>> comparator(List<OrderKey> keys) {
    return (a, b) -> {
      for (int i = 0; i < keys.size(); i++) {
        int order = compare(a.get(i), b.get(i), keys.get(i).descending());
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  private static int compare(@Nullable Object a, @Nullable Object b, boolean descending) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? 1 : -1;
    }
    int order =
        a instanceof Number m && b instanceof Number n
            ? compareNumbers(m, n)
            : compareTexts(a.toString(), b.toString());
    return descending ? -order : order;
  }

  private static int compareNumbers(Number a, Number b) {
    return a instanceof Long m && b instanceof Long n
        ? Long.compare(m, n)
        : Double.compare(a.doubleValue(), b.doubleValue());
  }

  /** By code points, as databases compare UTF-8: Java's own order differs behind U+D7FF. */
  public static int compareTexts(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char c = a.charAt(i);
      char d = b.charAt(i);
      if (c != d) {
        boolean bothSurrogatesOrNone = Character.isSurrogate(c) == Character.isSurrogate(d);
        return bothSurrogatesOrNone ? Character.compare(c, d) : Character.isSurrogate(c) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}

package dev.spanloom.storage.sql.rollup;

import dev.spanloom.storage.internal.metrics.MetricRules;
import dev.spanloom.storage.sql.StorableText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key of a row of roll-ups.
 *
 * @param period {@link #MINUTE} or {@link #HOUR}
 * @param bucket the start of the period, in seconds since the Unix epoch
 * @param labels the other columns of the key, as {@link #label} makes them
 */
public record RollupKey(int period, long experimentId, long bucket, List<String> labels)
    implements Comparable<RollupKey> {
  public static final int MINUTE = 60;
  public static final int HOUR = 3600;

  /** No value, which is not the same as an empty one. */
  public static final String NONE = "";

  /** Stands for all names that have no rows of their own, see {@link RollupNames}. */
  public static final String SHARED = "\u0002";

  /** Begins the label of what could be taken for something else. */
  private static final String ESCAPE = "\u0001";

  /** What stands in a row for a value. */
  public static String label(@Nullable String value) {
    String name = MetricRules.groupName(value);
    if (name == null) {
      return NONE;
    }
    boolean ambiguous = name.isEmpty() || name.startsWith(ESCAPE) || name.startsWith(SHARED);
    return StorableText.of(ambiguous ? ESCAPE + name : name);
  }

  /** The value that a label stands for; not for {@link #NONE} and {@link #SHARED}. */
  public static String value(String label) {
    return label.startsWith(ESCAPE) ? label.substring(ESCAPE.length()) : label;
  }

  /** The label of the name, which is the first one of traces and of spans. */
  String name() {
    return labels.get(0);
  }

  /** The row of the same time and the same other labels that names share. */
  RollupKey shared() {
    List<String> others = new ArrayList<>(labels);
    others.set(0, SHARED);
    return new RollupKey(period, experimentId, bucket, List.copyOf(others));
  }

  /** The row of the hour that this minute is in. */
  RollupKey hour() {
    return new RollupKey(HOUR, experimentId, Math.floorDiv(bucket, HOUR) * HOUR, labels);
  }

  Object[] columns() {
    List<Object> columns = new ArrayList<>(3 + labels.size());
    columns.add((long) period);
    columns.add(experimentId);
    columns.add(bucket);
    columns.addAll(labels);
    return columns.toArray();
  }

  @Override
  public int compareTo(RollupKey other) {
    int order = Integer.compare(period, other.period);
    order = order != 0 ? order : Long.compare(experimentId, other.experimentId);
    order = order != 0 ? order : Long.compare(bucket, other.bucket);
    for (int i = 0; order == 0 && i < labels.size(); i++) {
      order = labels.get(i).compareTo(other.labels.get(i));
    }
    return order;
  }
}

package dev.spanloom.entities.internal.derive;

import dev.spanloom.entities.TraceInfo;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The mark of a trace that was given up: no root came, nor anything else for long. It holds until
 * something new is heard of the trace, and so does the state that it gives.
 */
public final class Stalling {
  /** The tag that marks it: when the last sign of life was, as ISO 8601 in UTC. */
  public static final String TAG = "spanloom.stalled";

  private static final long NANOS_PER_MILLI = 1_000_000;

  private Stalling() {}

  /** The mark's value. */
  public static String since(long lastSignUnixMillis) {
    return Instant.ofEpochMilli(lastSignUnixMillis).toString();
  }

  static boolean isMarked(TraceInfo said) {
    return said.tags().containsKey(TAG);
  }

  /** Whether a mark speaks of all that is known: spans may have come while it was made. */
  static boolean holds(TraceInfo said, @Nullable TraceFacts facts) {
    String since = said.tags().get(TAG);
    if (since == null) {
      return false;
    }
    Long end = facts == null ? null : facts.endTimeUnixNanos();
    try {
      return end == null || end / NANOS_PER_MILLI <= Instant.parse(since).toEpochMilli();
    } catch (DateTimeException e) {
      return true; // a tag that a person set: the trace is given up all the same
    }
  }
}

package dev.spanloom.storage;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.query.Filter;
import dev.spanloom.query.Filters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which traces go. A trace goes when any of the limits says so and nothing keeps it. Immutable.
 *
 * @param experimentIds of these experiments; empty for all
 * @param olderThanUnixMillis traces that started before; null for no such limit
 * @param maxTraces all but so many of the newest; null for no such limit
 * @param maxBytes the oldest, until the stored payloads take at most so many bytes; null for no
 *     such limit
 * @param only limits concern only traces of which this is true; they are counted alone; {@code
 *     ago()} is resolved when the policy is made
 * @param keepAssessed traces with an assessment stay, and count all the same
 */
public record RetentionPolicy(
    List<String> experimentIds,
    @Nullable Long olderThanUnixMillis,
    @Nullable Long maxTraces,
    @Nullable Long maxBytes,
    Filter only,
    boolean keepAssessed) {
  public RetentionPolicy {
    experimentIds = experimentIds.stream().distinct().toList();
    only = Filters.resolve(only, System.currentTimeMillis());
    for (Long limit : new Long[] {maxTraces, maxBytes}) {
      if (limit != null && limit < 0) {
        throw MlflowException.invalidParameter("limit: " + limit + " (expected: 0 or more)");
      }
    }
    if (olderThanUnixMillis == null && maxTraces == null && maxBytes == null) {
      throw MlflowException.invalidParameter(
          "retention without a limit (expected: an age, a number of traces, or a number of bytes)");
    }
  }
}

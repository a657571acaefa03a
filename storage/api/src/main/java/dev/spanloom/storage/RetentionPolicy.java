package dev.spanloom.storage;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.query.Filter;
import dev.spanloom.query.Filters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which traces go. A trace goes when any of the limits says so and nothing keeps it. The newest are
 * those that a search finds first: by start, and then by id. Immutable.
 *
 * @param experimentIds of these experiments; empty for all
 * @param olderThanUnixMillis traces that started before; null for no such limit
 * @param maxTraces all but so many of the newest; null for no such limit
 * @param maxBytes all but the newest whose payloads and artifacts together take at most so many
 *     bytes; payloads in archive files take none; null for no such limit
 * @param only limits concern only traces of which this is true; they are counted alone; {@code
 *     ago()} is resolved when the policy is made
 * @param keepAssessed traces with an assessment stay, and count all the same: others do not stay in
 *     their place, nor go for them
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

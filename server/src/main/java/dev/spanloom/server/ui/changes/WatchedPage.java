package dev.spanloom.server.ui.changes;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceSearch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The newest traces of an experiment as they were told last, by which it is seen what other
 * processes wrote. Not thread-safe.
 */
final class WatchedPage {
  private static final int PAGE = 100;
  private static final int MOST_KNOWN = 5_000;

  private final TraceQuery query;
  private final Map<String, Integer> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MOST_KNOWN;
        }
      };
  private List<TraceInfo> page = List.of();

  WatchedPage(String experimentId) {
    query = TraceQuery.builder(experimentId).maxResults(PAGE).build();
  }

  /**
   * What a look found.
   *
   * @param changed new or other than they were told
   * @param missing were there the last time and are not where they must be
   */
  record Look(List<TraceInfo> changed, List<String> missing) {}

  /** Remembers what is told; false when it was told already. */
  boolean tell(String traceId, Map<String, @Nullable Object> row) {
    Integer digest = row.hashCode();
    return !digest.equals(known.put(traceId, digest));
  }

  /** Looks at the page of now. */
  Look look(TraceSearch search, Rows rows) {
    List<TraceInfo> now = search.search(query).infos();
    List<TraceInfo> changed = new ArrayList<>();
    for (TraceInfo info : now) {
      if (tell(info.traceId(), rows.row(info))) {
        changed.add(info);
      }
    }
    List<String> missing = missing(now);
    page = now;
    return new Look(changed, missing);
  }

  /** Traces leave the page when newer ones come; those that are newer than its last one do not. */
  private List<String> missing(List<TraceInfo> now) {
    Set<String> there = new HashSet<>();
    now.forEach(info -> there.add(info.traceId()));
    long last =
        now.size() < PAGE ? Long.MIN_VALUE : now.get(now.size() - 1).requestTimeUnixMillis();
    return page.stream()
        .filter(info -> !there.contains(info.traceId()) && info.requestTimeUnixMillis() > last)
        .map(TraceInfo::traceId)
        .toList();
  }

  void forget(String traceId) {
    known.remove(traceId);
  }
}

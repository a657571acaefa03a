package dev.spanloom.storage;

import dev.spanloom.entities.TraceInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the traces that were searched.
 *
 * @param infos in the order of the query
 * @param nextPageToken for {@link TraceQuery.Builder#pageToken}; null on the last page
 */
public record TracePage(List<TraceInfo> infos, @Nullable String nextPageToken) {
  public TracePage {
    infos = List.copyOf(infos);
  }
}

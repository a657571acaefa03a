package dev.spanloom.storage;

import dev.spanloom.entities.TraceInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a search.
 *
 * @param infos the infos in the order of the query
 * @param nextPageToken where the next page starts; null on the last one
 */
public record TracePage(List<TraceInfo> infos, @Nullable String nextPageToken) {
  public TracePage {
    infos = List.copyOf(infos);
  }
}

package dev.spanloom.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of sessions.
 *
 * @param nextPageToken where the next page starts; null on the last one
 */
public record SessionPage(List<SessionTotals> sessions, @Nullable String nextPageToken) {
  public SessionPage {
    sessions = List.copyOf(sessions);
  }
}

package dev.spanloom.destination;

import dev.spanloom.entities.Trace;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a search. Counterpart of MLflow's {@code PagedList[Trace]}.
 *
 * @param traces the traces; without spans where the search asked for none
 * @param nextPageToken where the next page starts; null on the last page
 */
public record TracePage(List<Trace> traces, @Nullable String nextPageToken)
    implements Iterable<Trace> {
  public TracePage {
    traces = List.copyOf(traces);
  }

  @Override
  public Iterator<Trace> iterator() {
    return traces.iterator();
  }
}

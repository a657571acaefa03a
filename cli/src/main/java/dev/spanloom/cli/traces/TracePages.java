package dev.spanloom.cli.traces;

import dev.spanloom.cli.output.Rows;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints what a search finds, page after page, so that few traces are held at a time. */
final class TracePages {
  private static final int INFOS = 1000;
  private static final int WHOLE_TRACES = 20;

  private final TraceStore store;
  private final Console console;
  private final boolean readsSpans;

  TracePages(TraceStore store, Console console, boolean readsSpans) {
    this.store = store;
    this.console = console;
    this.readsSpans = readsSpans;
  }

  /**
   * Prints traces.
   *
   * @param query its page is where to begin; its size is not looked at
   * @param limit at most so many
   */
  void print(TraceQuery query, long limit, Rows<Trace> rows) {
    long left = limit;
    @Nullable String token = query.pageToken();
    do {
      int size = (int) Math.min(left, readsSpans ? WHOLE_TRACES : INFOS);
      TracePage page =
          store
              .search()
              .search(
                  new TraceQuery(
                      query.experimentIds(), query.filter(), query.orderBy(), size, token));
      traces(page.infos()).forEach(rows::add);
      console.checkOut();
      left -= size;
      token = page.nextPageToken();
    } while (token != null && left > 0);
    rows.end(token);
  }

  private List<Trace> traces(List<TraceInfo> infos) {
    return readsSpans
        ? store.reader().traces(infos.stream().map(TraceInfo::traceId).toList())
        : infos.stream().map(info -> new Trace(info, List.of())).toList();
  }
}

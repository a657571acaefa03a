package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** One page of ours from pages of a server, and the spans of what is on it. Thread-safe. */
public final class PagedSearch {
  /** More on a page are refused. */
  private static final int LARGEST_PAGE = 500;

  private final ExecutorService executor;
  private final int requestsAtOnce;

  /**
   * A search.
   *
   * @param executor for the requests that bring spans
   */
  public PagedSearch(ExecutorService executor, HttpSettings settings) {
    this.executor = executor;
    this.requestsAtOnce = settings.searchThreads();
  }

  /**
   * A page of a server.
   *
   * @param nextPageToken null on the last one
   */
  public record Found(List<TraceInfo> infos, @Nullable String nextPageToken) {
    /** What a server answered, which names the next page unless it is the last. */
    public static Found of(List<TraceInfo> infos, Map<String, @Nullable Object> reply) {
      return new Found(
          infos,
          reply.get("next_page_token") instanceof String token && !token.isEmpty() ? token : null);
    }
  }

  /** How a server is asked. Thread-safe. */
  public interface Server {
    /** At most so many traces, from a token on; null for the first page. */
    Found page(int most, @Nullable String token);

    /** How many traces one call of {@link #traces} is given. */
    int batch();

    /** The traces with their spans, by id; those that are not there any more are left out. */
    Map<String, Trace> traces(List<TraceInfo> infos);
  }

  public TracePage search(TraceSearch search, Server server) {
    List<TraceInfo> infos = new ArrayList<>();
    String token = search.pageToken();
    do {
      Found found = server.page(Math.min(LARGEST_PAGE, search.maxResults() - infos.size()), token);
      infos.addAll(found.infos());
      token = found.nextPageToken();
    } while (token != null && infos.size() < search.maxResults());
    return new TracePage(
        search.includeSpans()
            ? withSpans(infos, server)
            : infos.stream().map(info -> new Trace(info, List.of())).toList(),
        token);
  }

  /** Fetches the spans, several requests at once, and a trace by itself where that brings none. */
  private List<Trace> withSpans(List<TraceInfo> infos, Server server) {
    int size = server.batch();
    List<List<TraceInfo>> parts = new ArrayList<>();
    for (int from = 0; from < infos.size(); from += size) {
      parts.add(infos.subList(from, Math.min(from + size, infos.size())));
    }
    Map<String, Trace> byId = new ConcurrentHashMap<>();
    Lanes.forEach(parts, requestsAtOnce, executor, part -> byId.putAll(server.traces(part)));
    return infos.stream()
        .map(info -> byId.getOrDefault(info.traceId(), new Trace(info, List.of())))
        .toList();
  }
}

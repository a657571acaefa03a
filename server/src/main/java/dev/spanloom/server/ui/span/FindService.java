package dev.spanloom.server.ui.span;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.server.http.Compression;
import dev.spanloom.server.http.Replies;
import dev.spanloom.server.http.StreamingService;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.storage.TraceReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds a text in the spans of a trace. They are read one after the other, and of each only where
 * the text stands is kept; when the client goes away the reading ends. Thread-safe.
 */
public final class FindService implements StreamingService {
  private static final int DEFAULT_SPANS = 1_000;
  private static final int MOST_SPANS = 100_000;
  private static final int LONGEST_TEXT = 10_000;

  private final TraceReader reader;

  public FindService(TraceReader reader) {
    this.reader = reader;
  }

  @Override
  public HttpResponse stream(ServiceRequestContext context, HttpRequest request) {
    RestRequest asked = RestRequest.ofQuery(context);
    String text = asked.text("q");
    if (text.length() > LONGEST_TEXT) {
      throw RestRequest.wrong("q", text, "at most " + LONGEST_TEXT + " characters");
    }
    int limit = asked.number("limit", 1, MOST_SPANS, DEFAULT_SPANS);
    Finding finding = new Finding(context, new TextFinder(text));
    reader.eachSpan(
        asked.path("trace_id"),
        span -> {
          finding.add(FoundSpan.of(span, finding.finder));
          return !finding.context.isCancelled();
        });
    return Compression.packed(request.headers(), Replies.json(finding.map(limit))).toHttpResponse();
  }

  private static final class Finding {
    private final ServiceRequestContext context;
    private final TextFinder finder;
    private final List<FoundSpan> found = new ArrayList<>();
    private long searched;
    private long matches;

    Finding(ServiceRequestContext context, TextFinder finder) {
      this.context = context;
      this.finder = finder;
    }

    void add(FoundSpan span) {
      searched++;
      matches += span.matches();
      if (span.matches() > 0) {
        found.add(span);
      }
    }

    Map<String, Object> map(int limit) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put(
          "spans",
          found.stream().sorted(FoundSpan.ORDER).limit(limit).map(FoundSpan::map).toList());
      map.put("matches", matches);
      map.put("searched", searched);
      map.put("complete", found.size() <= limit && !context.isCancelled());
      return map;
    }
  }
}

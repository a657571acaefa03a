package dev.spanloom.server.ui.changes;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.server.http.EventStream;
import dev.spanloom.server.http.Replies;
import dev.spanloom.server.rest.RestRequest;
import java.util.HashSet;
import java.util.List;

/** News as server-sent events, for as long as the client listens. Thread-safe. */
public final class ChangesService implements EventStream {
  private static final int MOST_IDS = 50;

  private final ChangeFeed feed;

  public ChangesService(ChangeFeed feed) {
    this.feed = feed;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    Wanted wanted;
    try {
      wanted = wanted(RestRequest.ofQuery(context));
    } catch (MlflowException e) {
      return Replies.failure(e).toHttpResponse();
    }
    HttpResponseWriter reply = HttpResponse.streaming();
    reply.write(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.EVENT_STREAM)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-cache, no-transform")
            .set("x-accel-buffering", "no") // of proxies that wait for more
            .build());
    if (!feed.listen(wanted, reply)) {
      reply.abort();
      return tooMany();
    }
    context.clearRequestTimeout();
    return reply;
  }

  private static HttpResponse tooMany() {
    return Replies.error(
            HttpStatus.TOO_MANY_REQUESTS,
            "REQUEST_LIMIT_EXCEEDED",
            "too many listen already; try again later")
        .toHttpResponse()
        .mapHeaders(headers -> headers.toBuilder().set(HttpHeaderNames.RETRY_AFTER, "10").build());
  }

  private static Wanted wanted(RestRequest request) {
    List<String> experimentIds = request.texts("experiment_id");
    List<String> traceIds = request.texts("trace_id");
    if (experimentIds.isEmpty() && traceIds.isEmpty()) {
      throw RestRequest.missing("experiment_id");
    }
    if (experimentIds.size() > MOST_IDS || traceIds.size() > MOST_IDS) {
      throw RestRequest.wrong(
          "experiment_id, trace_id",
          Math.max(experimentIds.size(), traceIds.size()) + " ids",
          "at most " + MOST_IDS + " of each");
    }
    return new Wanted(new HashSet<>(experimentIds), new HashSet<>(traceIds));
  }
}

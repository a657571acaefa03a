package dev.spanloom.server.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SizeStats;
import dev.spanloom.server.http.Replies;
import dev.spanloom.storage.TraceReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Traces with their spans. One is whole when it has as many spans as its client counted, and at
 * least one; the spans of others may still be on their way.
 */
final class WholeTraces {
  /** The metadata by which a reply says that spans are missing: {@code 3 of 5 spans}. */
  static final String PARTIAL = "spanloom.partial";

  private static final String PATH = "/3.0/mlflow/traces/get";

  /** Pauses between looks at a trace that is not whole, as MLflow makes them. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final TraceReader reader;

  WholeTraces(TraceReader reader) {
    this.reader = reader;
  }

  void addTo(RestApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.GET, "/3.0/mlflow/traces/batchGet", this::batchGet);
  }

  /** Enters the endpoint that waits, without a thread that would wait with it. */
  void register(ServerBuilder builder) {
    for (String base : new String[] {"/api", "/ajax-api"}) {
      Route route = Route.builder().methods(HttpMethod.GET).path(base + PATH).build();
      builder.service(
          route,
          (context, request) ->
              HttpResponse.of(request.aggregate().thenCompose(whole -> look(context, whole, 0))));
    }
  }

  private CompletableFuture<HttpResponse> look(
      ServiceRequestContext context, AggregatedHttpRequest request, int tries) {
    CompletableFuture<HttpResponse> answered = new CompletableFuture<>();
    look(context, request, tries, answered);
    return answered;
  }

  private void look(
      ServiceRequestContext context,
      AggregatedHttpRequest request,
      int tries,
      CompletableFuture<HttpResponse> answered) {
    context
        .blockingTaskExecutor()
        .execute(
            () -> {
              try {
                AggregatedHttpResponse reply = get(RestRequest.of(context, request), tries);
                if (reply != null) {
                  answered.complete(reply.toHttpResponse());
                  return;
                }
              } catch (Exception | StackOverflowError e) {
                answered.complete(Replies.failure(e).toHttpResponse());
                return;
              }
              var unused =
                  context
                      .eventLoop()
                      .schedule(
                          () -> look(context, request, tries + 1, answered),
                          PAUSES.get(tries).toMillis(),
                          TimeUnit.MILLISECONDS);
            });
  }

  /** The reply; null when the trace is not whole and there is another try. */
  private @Nullable AggregatedHttpResponse get(RestRequest request, int tries) {
    String traceId = request.text("trace_id");
    Trace trace =
        reader
            .trace(traceId)
            .orElseThrow(
                () -> MlflowException.notFound("Trace with ID '" + traceId + "' not found."));
    if (isWhole(trace) || request.flag("allow_partial")) {
      return Replies.json(Map.of("trace", marked(trace).toWireMap()));
    }
    if (tries < PAUSES.size()) {
      return null;
    }
    throw MlflowException.notFound(
        "Trace with ID '"
            + traceId
            + "' is not fully exported yet: "
            + missing(trace)
            + " have come (expected: all; ask again later, or with allow_partial=true)");
  }

  private Object batchGet(RestRequest request) {
    List<String> ids = request.texts("trace_ids");
    if (ids.isEmpty()) {
      throw RestRequest.missing("trace_ids");
    }
    boolean partial = request.flag("allow_partial");
    List<Object> traces = new ArrayList<>();
    for (Trace trace : reader.traces(ids)) {
      if (partial || isWhole(trace)) {
        traces.add(marked(trace).toWireMap());
      }
    }
    return Map.of("traces", traces);
  }

  private static boolean isWhole(Trace trace) {
    int stored = trace.data().spans().size();
    return stored > 0 && stored >= SizeStats.spansSaid(trace.info());
  }

  private static String missing(Trace trace) {
    int stored = trace.data().spans().size();
    long said = SizeStats.spansSaid(trace.info());
    return said > 0 ? stored + " of " + said + " spans" : stored + " spans";
  }

  /** The trace with a word about it where spans are missing. */
  private static Trace marked(Trace trace) {
    if (isWhole(trace)) {
      return trace;
    }
    TraceInfo info = trace.info().toBuilder().metadata(PARTIAL, missing(trace)).build();
    return new Trace(info, trace.data());
  }
}

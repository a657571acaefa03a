package dev.spanloom.server.rest;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import dev.spanloom.server.http.BlockingService;
import dev.spanloom.server.http.Replies;
import dev.spanloom.storage.TraceStore;

/** MLflow's REST API: every endpoint under {@code /api} and under {@code /ajax-api}. */
public final class RestApi {
  private final TraceStore store;

  public RestApi(TraceStore store) {
    this.store = store;
  }

  /** Where endpoints are entered. */
  interface Endpoints {
    /**
     * Enters an endpoint.
     *
     * @param path behind {@code /api}, such as {@code /3.0/mlflow/traces/{trace_id}}
     */
    void add(HttpMethod method, String path, Handler handler);
  }

  /** Answers a request by what becomes JSON, or by a whole response. */
  interface Handler {
    Object handle(RestRequest request) throws Exception;
  }

  public void register(ServerBuilder builder) {
    Endpoints endpoints =
        (method, path, handler) -> {
          BlockingService service =
              (context, request) -> reply(handler.handle(RestRequest.of(context, request)));
          for (String base : new String[] {"/api", "/ajax-api"}) {
            Route route = Route.builder().methods(method).path(base + path).build();
            builder.service(route, service.asHttpService());
          }
        };
    new TraceEndpoints(store).addTo(endpoints);
    new TraceV2Endpoints(store).addTo(endpoints);
    new TraceTagEndpoints(store.tags()).addTo(endpoints);
    new TraceDeletionEndpoints(store.deletion()).addTo(endpoints);
    new AssessmentEndpoints(store.assessments()).addTo(endpoints);
    new LinkEndpoints(store).addTo(endpoints);
    new RunEndpoints(store).addTo(endpoints);
    new ExperimentEndpoints(store.experiments()).addTo(endpoints);
    new MetricsEndpoint(store.metrics()).addTo(endpoints);
    new CorrelationEndpoint(store.search()).addTo(endpoints);
    InfoEndpoints info = new InfoEndpoints();
    info.addTo(endpoints);
    info.register(builder);
  }

  private static AggregatedHttpResponse reply(Object answer) {
    return answer instanceof AggregatedHttpResponse whole ? whole : Replies.json(answer);
  }
}

package dev.spanloom.server.ui;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.server.http.BlockingService;
import dev.spanloom.server.http.Compression;
import dev.spanloom.server.http.EntityTags;
import dev.spanloom.server.http.Replies;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.server.ui.changes.ChangeFeed;
import dev.spanloom.server.ui.changes.ChangesService;
import dev.spanloom.storage.TraceStore;

/** The private API of the web UI, see {@code docs/spec/ui-api.md}. */
public final class UiApi {
  /** What all of its routes begin with. */
  public static final String BASE = "/ui-api/1";

  private static final HttpMethod[] OTHERS = {
    HttpMethod.GET,
    HttpMethod.HEAD,
    HttpMethod.POST,
    HttpMethod.PUT,
    HttpMethod.PATCH,
    HttpMethod.DELETE
  };
  private static final int MOST_SHOWN = 200;

  private final TraceStore store;
  private final ChangeFeed changes;

  public UiApi(TraceStore store, ChangeFeed changes) {
    this.store = store;
    this.changes = changes;
  }

  /** Tells the UI what is new in a store; whoever makes it closes it. */
  public static ChangeFeed changes(TraceStore store) {
    return new ChangeFeed(store, TraceRow::of);
  }

  /** Where endpoints are entered. */
  interface Endpoints {
    /**
     * Enters an endpoint.
     *
     * @param path behind {@link #BASE}
     */
    void add(HttpMethod method, String path, Handler handler);

    /** Enters one whose answer a client may have already. */
    void addTagged(String path, Handler handler);

    /** Enters one that answers by itself. */
    void add(HttpMethod method, String path, HttpService service);
  }

  /** Answers a request by what becomes JSON. */
  interface Handler {
    Object handle(RestRequest request) throws Exception;
  }

  public void register(ServerBuilder builder) {
    Endpoints endpoints = new Entering(builder);
    new TraceEndpoints(store).addTo(endpoints);
    new HistogramEndpoint(store).addTo(endpoints);
    new FacetsEndpoint(store.metrics()).addTo(endpoints);
    new ObservedEndpoints(store.metrics()).addTo(endpoints);
    new SessionEndpoints(store.metrics()).addTo(endpoints);
    new MetricsEndpoint(store.metrics()).addTo(endpoints);
    new BulkEndpoints(store).addTo(endpoints);
    new ExperimentsEndpoint(store).addTo(endpoints);
    new ExportEndpoints(store).addTo(endpoints);
    new ResolveEndpoint(store).addTo(endpoints);
    new MeEndpoint().addTo(endpoints);
    endpoints.add(HttpMethod.GET, "/changes", new ChangesService(changes));
    new OneTraceEndpoints(store).addTo(endpoints);
    BlockingService unknown =
        (context, request) -> {
          String path = context.path();
          throw new MlflowException(
              ErrorCode.ENDPOINT_NOT_FOUND,
              "No endpoint for "
                  + request.method()
                  + " "
                  + (path.length() > MOST_SHOWN ? path.substring(0, MOST_SHOWN) + "..." : path)
                  + " (expected: one of the API of the web UI, "
                  + BASE
                  + ")");
        };
    Route others = Route.builder().methods(OTHERS).path("/ui-api/{*rest}").build();
    builder.service(others, unknown.asHttpService());
  }

  /** A reply that a client asks for each time. */
  static AggregatedHttpResponse uncached(AggregatedHttpResponse reply) {
    return AggregatedHttpResponse.of(
        reply.headers().toBuilder().set(HttpHeaderNames.CACHE_CONTROL, "no-cache").build(),
        reply.content());
  }

  private static final class Entering implements Endpoints {
    private final ServerBuilder builder;

    Entering(ServerBuilder builder) {
      this.builder = builder;
    }

    @Override
    public void add(HttpMethod method, String path, Handler handler) {
      BlockingService service =
          (context, request) ->
              Compression.packed(
                  request.headers(),
                  uncached(Replies.json(handler.handle(RestRequest.of(context, request)))));
      add(method, path, service.asHttpService());
    }

    @Override
    public void addTagged(String path, Handler handler) {
      BlockingService service =
          (context, request) ->
              Compression.packed(
                  request.headers(),
                  EntityTags.tagged(
                      request.headers(),
                      Replies.json(handler.handle(RestRequest.of(context, request)))));
      add(HttpMethod.GET, path, service.asHttpService());
    }

    @Override
    public void add(HttpMethod method, String path, HttpService service) {
      builder.service(Route.builder().methods(method).path(BASE + path).build(), service);
    }
  }
}

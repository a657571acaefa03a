package dev.spanloom.server.ops;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import dev.spanloom.server.http.BlockingService;
import dev.spanloom.server.http.Replies;
import dev.spanloom.server.security.Guard;
import dev.spanloom.storage.TraceStore;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What those who run a server look at: {@code /ready}, {@code /metrics}, logs. Thread-safe. */
public final class Operations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  private final Metrics metrics = new Metrics();
  private final RequestLines lines = new RequestLines(metrics);
  private final TraceStore store;
  private volatile boolean draining;

  public Operations(TraceStore store) {
    this.store = store;
  }

  /** The store, with its writes and searches measured. */
  public TraceStore metered() {
    return new MeteredStore(store, metrics);
  }

  /** A request was refused before an endpoint saw it. */
  public void refused(String kind) {
    metrics.refused(kind);
  }

  /** A span was rejected before it came to the store. */
  public void rejected(String kind) {
    metrics.rejected(kind, 1);
  }

  /** Traces were given up. */
  public void stalled(int traces) {
    metrics.stalled(traces);
  }

  public void register(ServerBuilder builder, Guard guard) {
    metrics.bindJvm();
    new StoreGauges(store.health()).addTo(metrics);
    metrics.gauge("spanloom.http.active", "requests being served", guard, Guard::requests);
    metrics.gauge("spanloom.http.held.bytes", "bytes of their bodies", guard, Guard::heldBytes);
    BlockingService ready =
        (context, request) -> {
          String problem = problem();
          return problem.isEmpty()
              ? Replies.text(HttpStatus.OK, "OK")
              : Replies.text(HttpStatus.SERVICE_UNAVAILABLE, problem);
        };
    BlockingService scrape = (context, request) -> Replies.text(HttpStatus.OK, metrics.text());
    builder.route().get("/ready").build(ready.asHttpService());
    builder.route().get("/metrics").build(scrape.asHttpService());
  }

  /** Shows how many listen to news. */
  public void countListeners(IntSupplier listeners) {
    metrics.gauge(
        "spanloom.ui.listeners", "browsers that listen to news", listeners, IntSupplier::getAsInt);
  }

  private String problem() {
    if (draining) {
      return "draining";
    }
    try {
      var unused = store.experiments().getByName("Default");
      return "";
    } catch (RuntimeException e) {
      LOG.warn("the store does not answer", e);
      return "the store does not answer";
    }
  }

  /** Puts ids, lines and measures around a service. */
  public HttpService around(HttpService service) {
    return (context, request) -> lines.serve(service, context, request);
  }

  /** From now on the server is not ready, though it still answers. */
  public void drain() {
    draining = true;
  }

  @Override
  public void close() {
    metrics.close();
  }
}

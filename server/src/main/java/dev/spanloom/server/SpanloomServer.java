package dev.spanloom.server;

import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import dev.spanloom.server.artifacts.ArtifactApi;
import dev.spanloom.server.http.ServerErrors;
import dev.spanloom.server.ops.Operations;
import dev.spanloom.server.otlp.OtlpEndpoints;
import dev.spanloom.server.pages.UiPages;
import dev.spanloom.server.rest.RestApi;
import dev.spanloom.server.security.Guard;
import dev.spanloom.server.security.Tokens;
import dev.spanloom.server.ui.UiApi;
import dev.spanloom.server.ui.changes.ChangeFeed;
import dev.spanloom.server.upkeep.StalledTraces;
import dev.spanloom.storage.TraceStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Serves a store: MLflow's REST API and OTLP, over HTTP and gRPC, on one port. Thread-safe; the
 * store stays the caller's, who closes it after the server.
 *
 * <pre>{@code
 * try (SpanloomServer server = SpanloomServer.start(store, ServerOptions.defaults())) {
 *   System.out.println(server.uri());
 * }
 * }</pre>
 */
public final class SpanloomServer implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(20);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  /** How long a client over HTTP/2 may still send what it sent before it hears of the end. */
  private static final Duration LAST_STREAMS = Duration.ofMillis(100);

  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(5);

  private final Server server;
  private final AcceptingThread accepting;
  private final ServerOptions options;
  private final Tokens tokens;
  private final Guard guard;
  private final Operations operations;
  private final ChangeFeed changes;
  private final StalledTraces stalled;

  private SpanloomServer(
      Server server,
      AcceptingThread accepting,
      ServerOptions options,
      Tokens tokens,
      Guard guard,
      Operations operations,
      ChangeFeed changes,
      StalledTraces stalled) {
    this.server = server;
    this.accepting = accepting;
    this.tokens = tokens;
    this.guard = guard;
    this.operations = operations;
    this.changes = changes;
    this.options = options;
    this.stalled = stalled;
  }

  /**
   * Starts and returns once requests are answered.
   *
   * @throws ServerStartException when it cannot: the port is in use, the certificate is none, …
   */
  public static SpanloomServer start(TraceStore store, ServerOptions options) {
    Tokens tokens = Access.tokens(options);
    Operations operations = new Operations(store);
    Guard guard =
        new Guard(
            options.basePath(),
            options.host(),
            options.hosts(),
            options.origins(),
            tokens,
            options.limits(),
            operations::refused);
    ServerBuilder builder = Server.builder();
    Listening.configure(builder, options);
    if (!options.basePath().equals("/")) {
      builder.baseContextPath(options.basePath().substring(0, options.basePath().length() - 1));
    }
    builder.maxRequestLength(options.limits().bodyBytes());
    builder.disableServerHeader();
    builder.requestTimeout(LONGEST_REQUEST);
    builder.connectionDrainDuration(LAST_STREAMS);
    AcceptingThread accepting = new AcceptingThread();
    builder.bossGroupFactory(accepting::make);
    builder.errorHandler(new ServerErrors().orElse(ServerErrorHandler.ofDefault()));
    ChangeFeed changes = UiApi.changes(store);
    TraceStore metered = changes.telling(operations.metered());
    new RestApi(metered).register(builder);
    new OtlpEndpoints(
            metered,
            options.experimentsByService(),
            options.spanLimits(),
            options.limits().decodedBytes(),
            operations::rejected)
        .register(builder);
    new ArtifactApi(metered, options.limits().decodedBytes()).register(builder);
    new UiPages(options.basePath(), tokens.required(), store.description()).register(builder);
    new UiApi(metered, changes).register(builder);
    operations.register(builder, guard);
    operations.countListeners(changes::listeners);
    builder.decorator(service -> operations.around(guard.before(service)));
    Server server = Listening.start(builder, options);
    StalledTraces stalled =
        new StalledTraces(changes.telling(store), options.stalledAfter(), operations::stalled);
    stalled.start();
    return new SpanloomServer(
        server, accepting, options, tokens, guard, operations, changes, stalled);
  }

  /** Where it listens, such as {@code http://127.0.0.1:5000}. */
  public URI uri() {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    String scheme = options.hasTls() ? "https" : "http";
    return URI.create(scheme + "://" + host + ":" + server.activeLocalPort());
  }

  int requestsBeingServed() {
    return guard.requests();
  }

  /** What it serves. */
  List<Route> routes() {
    return server.serviceConfigs().stream().map(ServiceConfig::route).distinct().toList();
  }

  /** Answers what has begun, and lets go of the port. */
  @Override
  public void close() {
    operations.drain();
    stalled.close();
    changes.close();
    awaitAnswers();
    CompletableFuture.anyOf(server.stop(), accepting.ending()).join();
    tokens.enterUses();
    operations.close();
  }

  /** Not left to the server, which keeps idle connections for another second after that. */
  private void awaitAnswers() {
    long end = System.nanoTime() + DRAIN.toNanos();
    while (guard.requests() > 0
        && System.nanoTime() - end < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }
}

package dev.spanloom.server;

import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceConfig;
import dev.spanloom.server.otlp.OtlpEndpoints;
import dev.spanloom.server.rest.RestApi;
import dev.spanloom.server.security.Guard;
import dev.spanloom.server.security.Tokens;
import dev.spanloom.storage.TraceStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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
  private static final Duration QUIET = Duration.ofMillis(100);
  private static final Duration DRAIN = Duration.ofSeconds(20);
  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(5);

  private final Server server;
  private final ServerOptions options;
  private final Tokens tokens;

  private SpanloomServer(Server server, ServerOptions options, Tokens tokens) {
    this.server = server;
    this.tokens = tokens;
    this.options = options;
  }

  /**
   * Starts and returns once requests are answered.
   *
   * @throws ServerStartException when it cannot: the port is in use, the certificate is none, …
   */
  public static SpanloomServer start(TraceStore store, ServerOptions options) {
    Tokens tokens = Access.tokens(options);
    Guard guard =
        new Guard(
            options.host(),
            options.hosts(),
            options.origins(),
            tokens,
            options.limits(),
            kind -> {});
    ServerBuilder builder = Server.builder();
    Listening.configure(builder, options);
    builder.maxRequestLength(options.limits().bodyBytes());
    builder.requestTimeout(LONGEST_REQUEST);
    builder.gracefulShutdownTimeout(QUIET, DRAIN);
    new RestApi(store).register(builder);
    new OtlpEndpoints(store, Map.of(), options.limits().decodedBytes()).register(builder);
    builder.decorator(guard::before);
    return new SpanloomServer(Listening.start(builder, options), options, tokens);
  }

  /** Where it listens, such as {@code http://127.0.0.1:5000}. */
  public URI uri() {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    String scheme = options.hasTls() ? "https" : "http";
    return URI.create(scheme + "://" + host + ":" + server.activeLocalPort());
  }

  /** What it serves. */
  List<Route> routes() {
    return server.serviceConfigs().stream().map(ServiceConfig::route).distinct().toList();
  }

  /** Answers what has begun, and lets go of the port. */
  @Override
  public void close() {
    server.stop().join();
    tokens.enterUses();
  }
}

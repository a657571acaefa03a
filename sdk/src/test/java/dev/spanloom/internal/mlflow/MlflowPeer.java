package dev.spanloom.internal.mlflow;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A loopback server that behaves as MLflow's of some version does, as far as clients of tracing see
 * it: its paths, refusals and habits, also the bad ones. What it answers follows the recordings in
 * {@code golden/} and the notes that were made of MLflow's sources.
 */
final class MlflowPeer implements AutoCloseable {
  private static final String PROTOBUF = "application/x-protobuf";

  /** What came. */
  record Request(
      String method, String path, Map<String, List<String>> query, Headers headers, byte[] body) {
    String json() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String first(String name) {
      List<String> values = query.get(name);
      return values == null ? "" : values.get(0);
    }

    List<String> all(String name) {
      return query.getOrDefault(name, List.of());
    }

    Map<String, Object> object() {
      return body.length == 0 ? Map.of() : JsonReader.readObject(json());
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** What goes back. */
  record Answer(int status, String contentType, byte[] bytes) {
    Answer(int status, String contentType, String body) {
      this(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer json(Object value) {
      return new Answer(200, "application/json", JsonWriter.write(value));
    }

    static Answer error(int status, String code, String message) {
      return new Answer(
          status,
          "application/json",
          JsonWriter.write(Map.of("error_code", code, "message", message)));
    }

    static Answer detail(int status, Object detail) {
      return new Answer(status, "application/json", JsonWriter.write(Map.of("detail", detail)));
    }

    static Answer noSuchPath() {
      return new Answer(404, "text/html", "<!doctype html><title>404 Not Found</title>");
    }
  }

  static {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // else 40 ms for each answer
  }

  /** Those that servers of this JVM have had. */
  private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final String version;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final PeerStore store;

  /** Whether the store keeps spans in tables; file stores turn them down. */
  volatile boolean takesSpans = true;

  /** So many uploads fail before one works. */
  final AtomicInteger failingUploads = new AtomicInteger();

  private static int less(int count) {
    return Math.max(0, count - 1);
  }

  private MlflowPeer(String version, @Nullable HttpsConfigurator tls) {
    this.version = version;
    this.store = new PeerStore(isAtLeast(3, 4));
    try {
      HttpServer made = create(tls);
      while (!isNew(made.getAddress().getPort())) {
        made.stop(0);
        made = create(tls);
      }
      server = made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  private static HttpServer create(@Nullable HttpsConfigurator tls) throws IOException {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls == null) {
      return HttpServer.create(free, 50);
    }
    HttpsServer encrypted = HttpsServer.create(free, 50);
    encrypted.setHttpsConfigurator(tls);
    return encrypted;
  }

  /**
   * Notes a port; false when a server of this JVM had it before. The SDK asks such a server more,
   * as one that it has written to.
   */
  static boolean isNew(int port) {
    return PORTS.add(port);
  }

  static MlflowPeer start(String version) {
    return new MlflowPeer(version, null);
  }

  static MlflowPeer start(String version, HttpsConfigurator tls) {
    return new MlflowPeer(version, tls);
  }

  private boolean isAtLeast(int major, int minor) {
    String[] numbers = version.split("\\.");
    int itsMajor = Integer.parseInt(numbers[0]);
    return itsMajor > major || (itsMajor == major && Integer.parseInt(numbers[1]) >= minor);
  }

  int port() {
    return server.getAddress().getPort();
  }

  String uri() {
    return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port();
  }

  PeerStore store() {
    return store;
  }

  List<Request> requests() {
    return requests;
  }

  /** Methods and paths, in the order in which they came, without the probes. */
  List<String> writes() {
    return requests.stream()
        .filter(request -> !request.method().equals("GET"))
        .map(Request::toString)
        .toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI uri = exchange.getRequestURI();
      Request request =
          new Request(
              exchange.getRequestMethod(),
              uri.getPath(),
              query(uri.getRawQuery()),
              exchange.getRequestHeaders(),
              exchange.getRequestBody().readAllBytes());
      requests.add(request);
      Answer answer = answer(request);
      byte[] body = answer.bytes();
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      query
          .computeIfAbsent(pair.substring(0, equals), key -> new ArrayList<>())
          .add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }

  private Answer answer(Request request) {
    String path = request.path();
    try {
      boolean hasBody = request.method().equals("POST") || request.method().equals("PUT");
      if (path.startsWith("/api/")
          && !path.startsWith("/api/2.0/mlflow-artifacts/") // Python sends files as what they are
          && hasBody
          && !String.valueOf(request.headers().getFirst("Content-Type"))
              .startsWith("application/json")) {
        return Answer.error(400, "INVALID_PARAMETER_VALUE", "Bad Request. Content-Type");
      }
      if (path.equals("/version")) {
        return new Answer(200, "text/html; charset=utf-8", version);
      }
      if (path.equals("/v1/traces")) {
        return isAtLeast(3, 4) ? spans(request) : Answer.noSuchPath();
      }
      if (path.startsWith("/api/2.0/mlflow-artifacts/artifacts/")) {
        return request.method().equals("PUT") && failingUploads.getAndUpdate(MlflowPeer::less) > 0
            ? Answer.error(500, "INTERNAL_ERROR", "the disk is busy")
            : store.file(request);
      }
      if (path.startsWith("/api/2.0/mlflow/experiments/")) {
        return store.experiments(request);
      }
      if (path.equals("/ajax-api/2.0/mlflow/get-trace-artifact")) {
        return store.spansFile(request.first("request_id"), takesSpans);
      }
      if (path.startsWith("/api/2.0/mlflow/traces")) {
        return store.legacy(request);
      }
      if (path.startsWith("/api/3.0/mlflow/traces") && isAtLeast(3, 0)) {
        return store.traces(request);
      }
      return Answer.noSuchPath();
    } catch (PeerStore.Refused e) {
      return e.answer();
    }
  }

  /** As the handler of MLflow 3.6 goes through it. */
  private Answer spans(Request request) {
    String experimentId = request.headers().getFirst("x-mlflow-experiment-id");
    if (experimentId == null) {
      return Answer.detail(422, List.of(Map.of("type", "missing")));
    }
    if (!PROTOBUF.equals(request.headers().getFirst("Content-Type"))) {
      return Answer.detail(400, "Invalid Content-Type. Expected: application/x-protobuf");
    }
    if (request.headers().getFirst("Content-Encoding") != null) {
      return Answer.detail(400, "Invalid OpenTelemetry protobuf format");
    }
    if (!takesSpans) {
      return Answer.detail(501, "REST OTLP span logging is not supported by FileStore");
    }
    List<String> errors = store.logSpans(request.body(), experimentId);
    return errors.isEmpty()
        ? new Answer(200, PROTOBUF, "{\"partialSuccess\": null}")
        : Answer.detail(422, "Failed to log OpenTelemetry spans: " + errors);
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}

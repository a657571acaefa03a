package dev.spanloom.destinations.databricks;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
import java.util.function.Function;

/** An HTTP server on loopback that notes what comes. */
abstract class Peer implements AutoCloseable {
  static {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // else 40 ms for each answer
  }

  /** What came. */
  record Request(
      String method, String path, Map<String, List<String>> query, Headers headers, byte[] body) {
    Map<String, Object> object() {
      return body.length == 0
          ? Map.of()
          : JsonReader.readObject(new String(body, StandardCharsets.UTF_8));
    }

    String first(String name) {
      return query.getOrDefault(name, List.of("")).get(0);
    }

    String header(String name) {
      return headers.getFirst(name);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** What goes back. */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    static Answer json(Object value) {
      return text(200, JsonWriter.write(value));
    }

    static Answer error(int status, String code, String message) {
      return text(status, JsonWriter.write(Map.of("error_code", code, "message", message)));
    }

    static Answer text(int status, String text) {
      return new Answer(
          status,
          Map.of("Content-Type", "application/json"),
          text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer missing(String what) {
      return error(404, "RESOURCE_DOES_NOT_EXIST", what + " does not exist");
    }
  }

  /** Ends a request with an answer. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Answer answer;

    Refused(Answer answer) {
      this.answer = answer;
    }
  }

  /** Those that servers of this JVM have had: the SDK asks such a server more. */
  private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** What is answered instead, where it answers something; as a test likes. */
  volatile Function<Request, Answer> instead = request -> null;

  Peer() {
    try {
      HttpServer made = create();
      while (!PORTS.add(made.getAddress().getPort())) {
        made.stop(0);
        made = create();
      }
      server = made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  private static HttpServer create() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
  }

  abstract Answer answer(Request request);

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Request> requests() {
    return requests;
  }

  List<String> lines() {
    return requests.stream().map(Request::toString).toList();
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
      Answer answer;
      try {
        Answer other = instead.apply(request);
        answer = other == null ? answer(request) : other;
      } catch (Refused e) {
        answer = e.answer;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.body();
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

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}

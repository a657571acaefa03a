package dev.spanloom.server;

import com.linecorp.armeria.server.Route;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A server on a free port over a store in memory, and a client of it. */
public final class LiveServer implements AutoCloseable {
  private final TraceStore store;
  private final SpanloomServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  public LiveServer() {
    this(ServerOptions.defaults());
  }

  /** With other options than the default ones, but on a free port. */
  public LiveServer(ServerOptions options) {
    this(options, new InMemoryTraceStore());
  }

  /** Over another store, which is closed with the server. */
  public LiveServer(ServerOptions options, TraceStore store) {
    this.store = store;
    this.server = SpanloomServer.start(store, options.withPort(0));
  }

  /** What it serves. */
  public List<Route> routes() {
    return server.routes();
  }

  public TraceStore store() {
    return store;
  }

  public URI uri(String path) {
    return server.uri().resolve(path);
  }

  public int requestsBeingServed() {
    return server.requestsBeingServed();
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  public HttpResponse<String> post(String path, String json) {
    return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  /** Posts a body, with more headers by turns of name and value. */
  public HttpResponse<String> post(String path, String type, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** Sends a request by any method, with headers by turns of name and value. */
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** Puts a body. */
  public HttpResponse<String> put(String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).PUT(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  public HttpResponse<byte[]> getBytes(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<String> send(HttpRequest request) {
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }
}

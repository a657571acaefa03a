package dev.spanloom.autolog.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A model provider on loopback: real HTTP, answers as told. Replies are given in their order, the
 * last one again and again. Thread-safe.
 */
public final class FakeProvider implements AutoCloseable {
  static {
    // else each answer waits 40 ms for the acknowledgement of its head; read once, before the first
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ConcurrentLinkedDeque<Reply> replies = new ConcurrentLinkedDeque<>();
  private final ConcurrentLinkedDeque<Request> requests = new ConcurrentLinkedDeque<>();
  private volatile @Nullable Function<Request, Reply> answers;

  /** A request as it came. */
  public record Request(
      String method, String path, Map<String, List<String>> headers, String body) {
    public @Nullable String header(String name) {
      for (Map.Entry<String, List<String>> header : headers.entrySet()) {
        if (header.getKey().equalsIgnoreCase(name)) {
          return header.getValue().get(0);
        }
      }
      return null;
    }
  }

  public FakeProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Such as {@code http://127.0.0.1:40123}. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Replaces what will be answered. */
  public FakeProvider reply(Reply... next) {
    answers = null;
    replies.clear();
    replies.addAll(List.of(next));
    return this;
  }

  /** Answers each request on its own. */
  public FakeProvider replyBy(Function<Request, Reply> function) {
    answers = function;
    return this;
  }

  public List<Request> requests() {
    return new ArrayList<>(requests);
  }

  /** Forgets them, so that a benchmark does not fill the memory. */
  public void forgetRequests() {
    requests.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Request request =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            Map.copyOf(exchange.getRequestHeaders()),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    requests.add(request);
    send(exchange, next(request));
  }

  private Reply next(Request request) {
    Function<Request, Reply> function = answers;
    if (function != null) {
      return function.apply(request);
    }
    Reply reply = replies.size() > 1 ? replies.poll() : replies.peek();
    return reply == null
        ? Reply.json(404, "{\"error\":{\"message\":\"no reply was set\"}}")
        : reply;
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    // what breaks off was promised to be longer; 0 promises nothing
    exchange.sendResponseHeaders(reply.status(), reply.broken() ? 1_000_000 : 0);
    OutputStream out = exchange.getResponseBody();
    for (int i = 0; i < reply.pieces().size(); i++) {
      if (reply.gate() != null && i == reply.pieces().size() - 1) {
        await(reply);
      }
      out.write(reply.pieces().get(i));
      out.flush();
    }
    if (reply.broken()) {
      exchange.close();
    } else {
      out.close();
    }
  }

  private static void await(Reply reply) throws IOException {
    try {
      if (reply.gate() != null && !reply.gate().await(30, TimeUnit.SECONDS)) {
        throw new IOException("the gate of a reply stayed closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.internal.http.HttpExchanges;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one server, with our login, and brings its answers whatever their status.
 * Follows redirects, and hands the login to nobody else. Owns its threads and connections; calls
 * that are under way end when it is closed or their thread is interrupted. Thread-safe.
 */
public final class HttpCalls implements AutoCloseable {
  private static final int MOST_REDIRECTS = 5;
  private static final Duration LONGEST_WHEN_CLOSING = Duration.ofSeconds(3);
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

  private final ServerUri server;
  private final HttpSettings settings;
  private final Login login;
  private final HttpExchanges exchanges;
  private volatile boolean hurried;

  public HttpCalls(ServerUri server, HttpSettings settings, Login login, Optional<SSLContext> tls) {
    this.server = server;
    this.settings = settings;
    this.login = login;
    this.exchanges =
        new HttpExchanges(
            "spanloom-http",
            server.isEncrypted(),
            shorter(settings.requestTimeout(), LONGEST_CONNECT),
            tls);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  public ServerUri server() {
    return server;
  }

  /** Whether it is the login that the server does not take, which waiting does not mend. */
  boolean isLoginRefused(RetryLaterException e) {
    return String.valueOf(e.getMessage()).endsWith(login.hint());
  }

  /** Where several requests are sent at once. */
  public ExecutorService executor() {
    return exchanges.executor();
  }

  /**
   * Sends a request.
   *
   * @throws RetryLaterException when no whole answer came
   */
  public Reply send(Call call) {
    if (call.target() != null) {
      return follow(call, Map.of());
    }
    Map<String, String> headers = login.headers();
    Reply reply = follow(call, headers);
    if (reply.status() == 401 && login.renew(headers)) {
      reply = follow(call, login.headers());
    }
    return reply;
  }

  private Reply follow(Call call, Map<String, String> own) {
    URI elsewhere = call.target();
    URI uri = elsewhere == null ? server.resolve(call.path()) : elsewhere;
    String shown = call.shown(uri);
    Map<String, String> headers = own;
    for (int hops = 0; ; hops++) {
      HttpResponse<byte[]> answer = exchange(call, uri, headers, shown);
      URI next = redirect(call, uri, answer, shown, hops);
      if (next == null) {
        return new Reply(
            shown,
            answer.statusCode(),
            answer.headers().firstValue("Retry-After").orElse(null),
            answer.body(),
            login.hint());
      }
      headers = isSameServer(uri, next) ? headers : Map.of();
      uri = next;
      shown = call.shown(uri);
    }
  }

  /** Where it is sent on to; null for an answer that is one. */
  private @Nullable URI redirect(
      Call call, URI uri, HttpResponse<byte[]> answer, String shown, int hops) {
    int status = answer.statusCode();
    String target = answer.headers().firstValue("Location").orElse(null);
    if (status < 300 || status >= 400 || target == null) {
      return null;
    }
    URI next;
    try {
      next = uri.resolve(target);
    } catch (IllegalArgumentException e) {
      throw new RetryLaterException(shown + ": " + status + " to nowhere", e);
    }
    boolean kept = call.method().equals("GET") || status == 307 || status == 308;
    boolean safe = "https".equals(next.getScheme()) || "http".equals(uri.getScheme());
    if (settings.followRedirects()
        && hops < MOST_REDIRECTS
        && kept
        && safe
        && next.getRawUserInfo() == null
        && next.getHost() != null) {
      return next;
    }
    throw new RetryLaterException(
        shown
            + ": "
            + status
            + " sends it on to "
            + next.getScheme()
            + "://"
            + next.getHost()
            + next.getRawPath()
            + ", which is not followed (expected: the server itself; let the tracking URI name it)");
  }

  /** Also the same server over TLS, at the ports that those have by themselves. */
  private static boolean isSameServer(URI one, URI other) {
    return one.getHost().equalsIgnoreCase(other.getHost())
        && (one.getScheme().equals(other.getScheme())
            ? port(one) == port(other)
            : port(one) == 80 && port(other) == 443);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
  }

  private HttpResponse<byte[]> exchange(
      Call call, URI uri, Map<String, String> headers, String shown) {
    return exchanges.send(
        request(call, uri, headers),
        timeout(call),
        call.largestReplyBytes(),
        call.repeatable(),
        shown);
  }

  private Duration timeout(Call call) {
    Duration own = call.timeout();
    Duration time =
        own == null ? settings.requestTimeout() : shorter(own, settings.requestTimeout());
    return hurried ? shorter(time, LONGEST_WHEN_CLOSING) : time;
  }

  private HttpRequest request(Call call, URI uri, Map<String, String> headers) {
    byte[] body = call.body();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(
                call.method(),
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body))
            .header("User-Agent", HttpExchanges.USER_AGENT);
    call.headers().forEach(request::header);
    headers.forEach(request::header);
    String workspace = settings.workspace();
    if (workspace != null && call.target() == null) {
      request.header("X-MLFLOW-WORKSPACE", workspace);
    }
    return request.build();
  }

  /** The program ends: from now on no answer is waited for long. */
  public void hurry() {
    hurried = true;
  }

  /** Ends what is under way, and lets the threads go. */
  @Override
  public void close() {
    exchanges.close();
  }
}

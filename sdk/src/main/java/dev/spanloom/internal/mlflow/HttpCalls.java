package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.RetryLaterException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final String USER_AGENT = userAgent();

  private final ServerUri server;
  private final HttpSettings settings;
  private final Login login;
  private final AtomicInteger threads = new AtomicInteger();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "spanloom-http-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });
  private final Map<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final Optional<SSLContext> tls;
  private @Nullable HttpClient client;
  private volatile boolean closed;
  private volatile boolean hurried;

  public HttpCalls(ServerUri server, HttpSettings settings, Login login, Optional<SSLContext> tls) {
    this.server = server;
    this.settings = settings;
    this.login = login;
    this.tls = tls;
  }

  /** Made when it is first needed, since it starts a thread. */
  private synchronized HttpClient client(String shown) {
    if (closed) {
      throw closed(shown);
    }
    HttpClient made = client;
    if (made == null) {
      made = build();
      client = made;
    }
    return made;
  }

  private HttpClient build() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            // some servers mishandle the offer to upgrade to HTTP/2 on cleartext
            .version(server.isEncrypted() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(shorter(settings.requestTimeout(), LONGEST_CONNECT))
            .executor(executor);
    ProxySelector proxy = ProxySelector.getDefault();
    if (proxy != null) {
      builder.proxy(proxy);
    }
    tls.ifPresent(builder::sslContext);
    return builder.build();
  }

  private static String userAgent() {
    String version = HttpCalls.class.getPackage().getImplementationVersion();
    return "spanloom-java-client/" + (version == null ? "dev" : version);
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
    return executor;
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
    HttpRequest request = request(call, uri, headers);
    try {
      return exchange(call, request, shown);
    } catch (IOException e) {
      if (!call.repeatable() || neverArrived(e)) {
        throw unreachable(shown, e);
      }
    }
    try {
      // a server may close a connection that was idle just when it is used again
      return exchange(call, request, shown);
    } catch (IOException e) {
      throw unreachable(shown, e);
    }
  }

  private HttpResponse<byte[]> exchange(Call call, HttpRequest request, String shown)
      throws IOException {
    HttpClient open = client(shown);
    Duration timeout = timeout(call);
    CompletableFuture<HttpResponse<byte[]>> answer =
        open.sendAsync(request, info -> new BoundedBody(call.largestReplyBytes()));
    long number = numbers.incrementAndGet();
    underWay.put(number, answer);
    try {
      if (closed) {
        answer.cancel(true);
      }
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + timeout.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryLaterException(shown + ": interrupted", e);
    } catch (java.util.concurrent.CancellationException e) {
      throw closed(shown);
    } catch (ExecutionException e) {
      if (closed) {
        throw closed(shown);
      }
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      underWay.remove(number);
      answer.cancel(true); // ends what is still under way; nothing otherwise
    }
  }

  private static RetryLaterException closed(String shown) {
    return new RetryLaterException(shown + ": the destination is closed");
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
            .header("User-Agent", USER_AGENT);
    call.headers().forEach(request::header);
    headers.forEach(request::header);
    String workspace = settings.workspace();
    if (workspace != null && call.target() == null) {
      request.header("X-MLFLOW-WORKSPACE", workspace);
    }
    return request.build();
  }

  private static boolean neverArrived(IOException e) {
    return e instanceof ConnectException
        || e instanceof HttpTimeoutException
        || e instanceof javax.net.ssl.SSLException;
  }

  private static RetryLaterException unreachable(String shown, IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return new RetryLaterException(shown + ": the host has no address in the DNS", e);
      }
    }
    String why =
        e instanceof ConnectException
            ? "no connection" + (e.getMessage() == null ? "" : ": " + e.getMessage())
            : String.valueOf(e.getMessage());
    return new RetryLaterException(
        shown + ": " + why + " (expected: a server that answers; is it up?)", e);
  }

  /** The program ends: from now on no answer is waited for long. */
  public void hurry() {
    hurried = true;
  }

  /** Ends what is under way, and lets the threads go. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      client = null; // its selector ends by itself when nobody holds it any more
    }
    underWay.values().forEach(answer -> answer.cancel(true));
    executor.shutdown();
  }
}

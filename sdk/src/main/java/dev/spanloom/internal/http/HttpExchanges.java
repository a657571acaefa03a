package dev.spanloom.internal.http;

import dev.spanloom.destination.RetryLaterException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and brings their answers whatever their status, whole and bounded. Owns its
 * threads and connections; what is under way ends when it is closed or the thread that waits is
 * interrupted. Thread-safe.
 */
public final class HttpExchanges implements AutoCloseable {
  /** Who we are, for the header of that name. */
  public static final String USER_AGENT = userAgent();

  private final boolean encrypted;
  private final Duration connectTimeout;
  private final Optional<SSLContext> tls;
  private final ExecutorService executor;
  private final Map<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private @Nullable HttpClient client;
  private volatile boolean closed;

  /**
   * Starts nothing yet.
   *
   * @param name of the threads, before their number
   * @param encrypted whether HTTP/2 may be offered: some servers mishandle that on cleartext
   * @param tls empty for the context of the JVM
   */
  public HttpExchanges(
      String name, boolean encrypted, Duration connectTimeout, Optional<SSLContext> tls) {
    this.encrypted = encrypted;
    this.connectTimeout = connectTimeout;
    this.tls = tls;
    this.executor = Executors.newCachedThreadPool(daemons(name));
  }

  /** Makes daemon threads of a name and a number. */
  public static ThreadFactory daemons(String name) {
    AtomicInteger threads = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + threads.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static String userAgent() {
    String version = HttpExchanges.class.getPackage().getImplementationVersion();
    return "spanloom-java-client/" + (version == null ? "dev" : version);
  }

  /** Where several requests are sent at once. */
  public ExecutorService executor() {
    return executor;
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
            .version(encrypted ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .executor(executor);
    ProxySelector proxy = ProxySelector.getDefault();
    if (proxy != null) {
      builder.proxy(proxy);
    }
    tls.ifPresent(builder::sslContext);
    return builder.build();
  }

  /**
   * Sends a request.
   *
   * @param timeout for the whole answer
   * @param largestReplyBytes a longer answer is none that makes sense
   * @param repeatable whether it does no harm when the server gets it twice: then it is sent again
   *     when the connection ends before there is an answer
   * @param shown for messages: the method and the URI without login
   * @throws RetryLaterException when no whole answer came
   */
  public HttpResponse<byte[]> send(
      HttpRequest request,
      Duration timeout,
      int largestReplyBytes,
      boolean repeatable,
      String shown) {
    try {
      return exchange(request, timeout, largestReplyBytes, shown);
    } catch (IOException e) {
      if (!repeatable || neverArrived(e)) {
        throw unreachable(shown, e);
      }
    }
    try {
      // a server may close a connection that was idle just when it is used again
      return exchange(request, timeout, largestReplyBytes, shown);
    } catch (IOException e) {
      throw unreachable(shown, e);
    }
  }

  private HttpResponse<byte[]> exchange(
      HttpRequest request, Duration timeout, int largestReplyBytes, String shown)
      throws IOException {
    HttpClient open = client(shown);
    CompletableFuture<HttpResponse<byte[]>> answer =
        open.sendAsync(request, info -> new BoundedBody(largestReplyBytes));
    long number = numbers.incrementAndGet();
    underWay.put(number, answer);
    try {
      if (closed) {
        answer.cancel(true);
      }
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + seconds(timeout) + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryLaterException(shown + ": interrupted", e);
    } catch (CancellationException e) {
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

  private static String seconds(Duration time) {
    return time.toMillisPart() == 0
        ? Long.toString(time.toSeconds())
        : Double.toString(time.toMillis() / 1000.0);
  }

  private static RetryLaterException closed(String shown) {
    return new RetryLaterException(shown + ": the destination is closed");
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

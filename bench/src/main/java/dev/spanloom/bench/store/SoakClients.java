package dev.spanloom.bench.store;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writers and readers of a server that may be gone for a while. A writer sends a trace until it is
 * acknowledged; a reader looks at traces that were. Thread-safe; owns its threads.
 */
final class SoakClients implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long RETRY_NANOS = 100_000_000;
  private static final int BATCH = 100;

  private final URI server;
  private final Workload workload = new Workload(4_000_000);
  private final List<String> experiments = List.of("0", "0", "0");
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger acknowledgedCount = new AtomicInteger();
  private final AtomicInteger retries = new AtomicInteger();
  private final AtomicLong reads = new AtomicLong();
  private final BitSet acknowledged = new BitSet(); // guarded by itself
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Latencies writes = new Latencies();
  private final Latencies readings = new Latencies();
  private final Set<Thread> threads = new HashSet<>();
  private final long startNanos = System.nanoTime();
  private volatile double tracesPerSecond = Double.POSITIVE_INFINITY;
  private volatile double paceFrom;
  private volatile long paceNanos = startNanos;
  private volatile boolean stopped;

  SoakClients(URI server, int writers, int readers) {
    this.server = server;
    for (int i = 0; i < writers; i++) {
      threads.add(new Thread(this::write, "bench-writer-" + i));
    }
    for (int i = 0; i < readers; i++) {
      threads.add(new Thread(this::read, "bench-reader-" + i));
    }
    threads.forEach(Thread::start);
  }

  /** From now on so many traces a second, all writers together. */
  void pace(double traces) {
    paceFrom = next.get();
    paceNanos = System.nanoTime();
    tracesPerSecond = traces;
  }

  int acknowledgedTraces() {
    return acknowledgedCount.get();
  }

  int retries() {
    return retries.get();
  }

  long reads() {
    return reads.get();
  }

  Latencies writes() {
    return writes;
  }

  Latencies readings() {
    return readings;
  }

  /** Ends with what went wrong in a thread, if anything did. */
  void check() {
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("a client failed", thrown);
    }
  }

  private void write() {
    try {
      HttpClient client = client();
      TraceEncoder encoder = new TraceEncoder(experiments, new Vocabulary());
      while (!stopped) {
        int number = next.getAndIncrement();
        awaitTurn(number);
        byte[] body =
            OtlpRequests.encode(
                TraceFeed.batch(workload, encoder, experiments.get(0), number, number + 1).spans());
        HttpRequest request =
            request("/v1/traces")
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        long start = System.nanoTime();
        HttpResponse<byte[]> reply = send(client, request);
        while (reply == null || reply.statusCode() == 503 || reply.statusCode() == 429) {
          if (stopped) {
            return; // not acknowledged
          }
          retries.incrementAndGet();
          LockSupport.parkNanos(RETRY_NANOS);
          start = System.nanoTime();
          reply = send(client, request);
        }
        Checks.equal("status of a write", reply.statusCode(), 200);
        writes.add(System.nanoTime() - start);
        synchronized (acknowledged) {
          acknowledged.set(number);
        }
        acknowledgedCount.incrementAndGet();
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private void awaitTurn(int number) {
    while (!stopped) {
      double due = paceNanos + (number - paceFrom) / tracesPerSecond * 1e9;
      long wait = (long) (due - System.nanoTime());
      if (wait <= 0) {
        return;
      }
      LockSupport.parkNanos(Math.min(wait, RETRY_NANOS));
    }
  }

  private void read() {
    try {
      HttpClient client = client();
      while (!stopped) {
        int number = somebody();
        if (number < 0) {
          LockSupport.parkNanos(RETRY_NANOS);
          continue;
        }
        boolean search = ThreadLocalRandom.current().nextInt(4) == 0;
        long start = System.nanoTime();
        boolean answered = search ? search(client) : verify(client, number, number + 1);
        if (answered) {
          readings.add(System.nanoTime() - start);
          reads.incrementAndGet();
        } else {
          LockSupport.parkNanos(RETRY_NANOS);
        }
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /** The number of an acknowledged trace; negative while there is none. */
  private int somebody() {
    synchronized (acknowledged) {
      int length = acknowledged.length();
      return length == 0
          ? -1
          : acknowledged.previousSetBit(ThreadLocalRandom.current().nextInt(length));
    }
  }

  private boolean search(HttpClient client) {
    String status = ThreadLocalRandom.current().nextBoolean() ? "ERROR" : "OK";
    String body =
        "{\"locations\": [{\"type\": \"MLFLOW_EXPERIMENT\", \"mlflow_experiment\":"
            + " {\"experiment_id\": \"0\"}}], \"filter\": \"status = '"
            + status
            + "'\", \"max_results\": 100}";
    HttpResponse<byte[]> reply =
        send(
            client,
            request("/api/3.0/mlflow/traces/search")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    return reply != null && isAnswer(reply);
  }

  /** Looks at acknowledged traces; false for no answer. One that is not whole ends the run. */
  private boolean verify(HttpClient client, int from, int to) {
    StringBuilder ids = new StringBuilder();
    int expected = 0;
    for (int number = from; number < to; number++) {
      synchronized (acknowledged) {
        if (!acknowledged.get(number)) {
          continue;
        }
      }
      expected++;
      ids.append(expected == 1 ? "?" : "&").append("trace_ids=");
      ids.append(workload.trace(number).traceId());
    }
    if (expected == 0) {
      return true;
    }
    HttpResponse<byte[]> reply =
        send(client, request("/api/3.0/mlflow/traces/batchGet" + ids).GET().build());
    if (reply == null || !isAnswer(reply)) {
      return false;
    }
    Object traces =
        JsonReader.readObject(new String(reply.body(), StandardCharsets.UTF_8)).get("traces");
    List<?> found = traces instanceof List<?> list ? list : List.of();
    Checks.equal("traces of " + from + " to " + to, found.size(), expected);
    for (Object trace : found) {
      Checks.equal("spans of a trace", spanIds(trace).size(), Workload.SPANS_PER_TRACE);
    }
    return true;
  }

  private static Set<Object> spanIds(Object trace) {
    Set<Object> ids = new HashSet<>();
    if (trace instanceof Map<?, ?> map && map.get("spans") instanceof List<?> spans) {
      for (Object span : spans) {
        boolean isNew = span instanceof Map<?, ?> fields && ids.add(fields.get("span_id"));
        Checks.that(isNew, "each span once", span);
      }
    }
    return ids;
  }

  /** Looks at all that was acknowledged, once the writers are at rest. */
  void verifyAll() {
    HttpClient client = client();
    int end;
    synchronized (acknowledged) {
      end = acknowledged.length();
    }
    for (int from = 0; from < end; from += BATCH) {
      int first = from;
      Checks.that(
          verify(client, first, Math.min(end, first + BATCH)),
          "an answer about traces from " + first,
          null);
    }
  }

  private static boolean isAnswer(HttpResponse<byte[]> reply) {
    if (reply.statusCode() == 503 || reply.statusCode() == 429) {
      return false;
    }
    String body = new String(reply.body(), StandardCharsets.UTF_8);
    Checks.equal("status of a read: " + body, reply.statusCode(), 200);
    return true;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .build();
  }

  /** The reply; null when the server is not there. */
  private static @Nullable HttpResponse<byte[]> send(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends all threads; what is on its way comes to its end. */
  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

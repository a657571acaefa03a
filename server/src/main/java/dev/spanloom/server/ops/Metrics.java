package dev.spanloom.server.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What is measured of a server. Thread-safe; closed with the server. */
final class Metrics implements AutoCloseable {
  private static final Duration[] STEPS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private static final String BY_STORE = "store";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Served, Timer> served = new ConcurrentHashMap<>();
  private final Map<String, Counter> rejected = new ConcurrentHashMap<>();
  private final Counter accepted = counter("spanloom.spans.accepted", "spans that are stored");
  private final Counter bytes = counter("spanloom.http.received.bytes", "bytes of bodies, as sent");
  private final Timer searches =
      Timer.builder("spanloom.searches")
          .description("searches of the store")
          .serviceLevelObjectives(STEPS)
          .register(registry);

  private final Counter stalled =
      counter("spanloom.traces.stalled", "traces given up, since nothing came of them any more");

  Metrics() {
    rejected(BY_STORE, 0);
  }

  void bindJvm() {
    new JvmMemoryMetrics().bindTo(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
    Gauge.builder(name, of, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private record Served(String route, String method, int status) {}

  /** A request has its response. */
  void served(String route, String method, int status, Duration took, long receivedBytes) {
    served.computeIfAbsent(new Served(route, method, status), this::timer).record(took);
    bytes.increment((double) receivedBytes);
  }

  private Timer timer(Served of) {
    return Timer.builder("spanloom.http.requests")
        .description("requests by route, method and status")
        .tags("route", of.route(), "method", of.method(), "status", Integer.toString(of.status()))
        .serviceLevelObjectives(STEPS)
        .register(registry);
  }

  void refused(String kind) {
    Counter.builder("spanloom.http.refused")
        .description("requests that no endpoint saw")
        .tag("reason", kind)
        .register(registry)
        .increment();
  }

  void written(int spans, int without) {
    accepted.increment(spans - without);
    rejected(BY_STORE, without);
  }

  /** Spans were not taken. */
  void rejected(String kind, int spans) {
    rejected.computeIfAbsent(kind, this::rejections).increment(spans);
  }

  private Counter rejections(String kind) {
    return Counter.builder("spanloom.spans.rejected")
        .description("spans that were not taken")
        .tag("reason", kind)
        .register(registry);
  }

  void stalled(int traces) {
    stalled.increment(traces);
  }

  <T> T searching(Supplier<T> search) {
    Timer.Sample sample = Timer.start(registry);
    try {
      return search.get();
    } finally {
      sample.stop(searches);
    }
  }

  /** As Prometheus reads it. */
  String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}

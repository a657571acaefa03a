package dev.spanloom.server.ops;

import dev.spanloom.storage.StoreHealth;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The figures of a store, asked for at most once a second. Thread-safe. */
final class StoreGauges {
  private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StoreHealth health;
  private StoreHealth.@Nullable Stats stats;
  private long askedNanos;

  StoreGauges(StoreHealth health) {
    this.health = health;
  }

  void addTo(Metrics metrics) {
    gauge(metrics, "traces", "traces stored", StoreHealth.Stats::traces);
    gauge(metrics, "spans", "spans stored", StoreHealth.Stats::spans);
    gauge(metrics, "bytes", "bytes on the medium", StoreHealth.Stats::totalBytes);
    gauge(
        metrics,
        "unindexed.chunks",
        "pieces of traces that wait for the text index",
        StoreHealth.Stats::unindexedChunks);
    gauge(
        metrics,
        "index.lag.seconds",
        "how long the oldest of them has waited",
        found -> found.indexLagMillis() / 1000.0);
  }

  private void gauge(
      Metrics metrics, String name, String what, ToDoubleFunction<StoreHealth.Stats> value) {
    metrics.gauge(
        "spanloom.store." + name, what, this, store -> value.applyAsDouble(store.stats()));
  }

  private synchronized StoreHealth.Stats stats() {
    StoreHealth.Stats known = stats;
    long now = System.nanoTime();
    if (known == null || now - askedNanos > GOOD_NANOS) {
      known = health.stats();
      stats = known;
      askedNanos = now;
    }
    return known;
  }
}

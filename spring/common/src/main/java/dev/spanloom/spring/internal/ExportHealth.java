package dev.spanloom.spring.internal;

import dev.spanloom.DestinationStats;
import dev.spanloom.ExportStats;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destinations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the export is, by two rules: DOWN while a destination has failed for long, OUT_OF_SERVICE for
 * a while after spans were dropped. Thread-safe.
 */
public final class ExportHealth {
  private final Duration failingAfter;
  private final Duration dropWindow;
  private long knownDrops;
  private long lastDropNanos;
  private boolean everDropped;

  /**
   * The two rules.
   *
   * @param failingAfter how long a destination may fail
   * @param dropWindow how long a dropped span counts
   */
  public ExportHealth(Duration failingAfter, Duration dropWindow) {
    this.failingAfter = failingAfter;
    this.dropWindow = dropWindow;
  }

  /**
   * The health at one moment.
   *
   * @param status UP, OUT_OF_SERVICE or DOWN
   */
  public record State(String status, Map<String, Object> details) {
    public State {
      details = Map.copyOf(details);
    }
  }

  /** Asks the SDK, which neither opens nor waits for anything. */
  public State now() {
    ExportStats stats = Mlflow.exportStats();
    List<DestinationStats> failing =
        stats.destinations().stream().filter(this::isFailingForLong).toList();
    boolean dropping = isDropping(stats.spansDropped());
    Map<String, Object> details = details(stats);
    if (!failing.isEmpty()) {
      details.put(
          "reason",
          failing.get(0).uri()
              + " has taken nothing for "
              + failing.get(0).lag().toSeconds()
              + " s");
      return new State("DOWN", details);
    } else if (dropping) {
      details.put("reason", "spans were dropped within the last " + dropWindow.toSeconds() + " s");
      return new State("OUT_OF_SERVICE", details);
    }
    return new State("UP", details);
  }

  private boolean isFailingForLong(DestinationStats destination) {
    return destination.writesFailed() > 0
        && destination.spansQueued() > 0
        && destination.lag().compareTo(failingAfter) >= 0;
  }

  private synchronized boolean isDropping(long dropped) {
    if (dropped > knownDrops) {
      everDropped = true;
      lastDropNanos = System.nanoTime();
    }
    knownDrops = dropped; // smaller after a reset
    return everDropped && System.nanoTime() - lastDropNanos < dropWindow.toNanos();
  }

  private static Map<String, Object> details(ExportStats stats) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("trackingUri", Destinations.withoutLogin(Mlflow.getTrackingUri()));
    details.put("enabled", Mlflow.isTracingEnabled());
    details.put("spansEnded", stats.spansEnded());
    details.put("spansWritten", stats.spansWritten());
    details.put("spansDropped", stats.spansDropped());
    details.put("spansQueued", stats.spansQueued());
    details.put("bytesQueued", stats.bytesQueued());
    details.put("writesFailed", stats.writesFailed());
    details.put("spansAbandoned", stats.spansAbandoned());
    details.put("spoolBytes", stats.spoolBytes());
    details.put("destinations", stats.destinations().stream().map(ExportHealth::details).toList());
    return details;
  }

  private static Map<String, Object> details(DestinationStats destination) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("uri", destination.uri());
    details.put("spansWritten", destination.spansWritten());
    details.put("spansDropped", destination.spansDropped());
    details.put("spansQueued", destination.spansQueued());
    details.put("writesFailed", destination.writesFailed());
    details.put("failing", destination.circuitOpen());
    details.put("lagMillis", destination.lag().toMillis());
    return details;
  }
}

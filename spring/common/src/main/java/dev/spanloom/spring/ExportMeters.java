package dev.spanloom.spring;

import dev.spanloom.DestinationStats;
import dev.spanloom.ExportStats;
import dev.spanloom.Mlflow;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** {@link ExportStats} as meters, which read them when they are read. Thread-safe. */
final class ExportMeters implements MeterBinder {
  private static final String SPANS = "spanloom.export.spans";
  private static final String ATTACHMENTS = "spanloom.export.attachments";
  private static final String OUTCOME = "outcome";

  @Override
  public void bindTo(MeterRegistry registry) {
    outcome(registry, SPANS, "ended", "Spans by what became of them", ExportStats::spansEnded);
    outcome(registry, SPANS, "written", "Spans by what became of them", ExportStats::spansWritten);
    outcome(registry, SPANS, "dropped", "Spans by what became of them", ExportStats::spansDropped);
    outcome(
        registry, SPANS, "abandoned", "Spans by what became of them", ExportStats::spansAbandoned);
    outcome(
        registry,
        ATTACHMENTS,
        "taken",
        "Files that were taken out of spans",
        stats -> stats.attachments().taken());
    outcome(
        registry,
        ATTACHMENTS,
        "written",
        "Files that were taken out of spans",
        stats -> stats.attachments().written());
    outcome(
        registry,
        ATTACHMENTS,
        "dropped",
        "Files that were taken out of spans",
        stats -> stats.attachments().dropped());
    counter(registry, "spanloom.export.failures", "Writes that failed", ExportStats::writesFailed);
    counter(
        registry,
        "spanloom.export.retries",
        "Writes that were tried again",
        stats -> stats.destinations().stream().mapToLong(DestinationStats::writesRetried).sum());
    gauge(registry, "spanloom.export.queued", "Spans that wait", "spans", ExportStats::spansQueued);
    gauge(
        registry,
        "spanloom.export.queued.size",
        "Encoded bytes that wait, in the spool or in memory",
        "bytes",
        ExportStats::bytesQueued);
    gauge(
        registry,
        "spanloom.spool.size",
        "What the spool takes on the disk",
        "bytes",
        ExportStats::spoolBytes);
    TimeGauge.builder(
            "spanloom.export.lag", () -> lag(Mlflow.exportStats()).toNanos(), TimeUnit.NANOSECONDS)
        .description("How long the oldest has waited of what waits, anywhere")
        .register(registry);
  }

  private static Duration lag(ExportStats stats) {
    return stats.destinations().stream()
        .map(DestinationStats::lag)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static void outcome(
      MeterRegistry registry,
      String name,
      String outcome,
      String description,
      ToDoubleFunction<ExportStats> count) {
    FunctionCounter.builder(name, Mlflow.class, any -> count.applyAsDouble(Mlflow.exportStats()))
        .description(description)
        .tag(OUTCOME, outcome)
        .register(registry);
  }

  private static void counter(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<ExportStats> count) {
    FunctionCounter.builder(name, Mlflow.class, any -> count.applyAsDouble(Mlflow.exportStats()))
        .description(description)
        .register(registry);
  }

  private static void gauge(
      MeterRegistry registry,
      String name,
      String description,
      String unit,
      ToDoubleFunction<ExportStats> value) {
    Gauge.builder(name, () -> value.applyAsDouble(Mlflow.exportStats()))
        .description(description)
        .baseUnit(unit)
        .register(registry);
  }
}

package dev.spanloom;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * {@link ExportStats} as metrics of the application's OpenTelemetry, which reads them when it
 * collects. Thread-safe; owns the registration of its instruments.
 */
final class ExportMetrics implements AutoCloseable {
  private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("destination");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");
  private static final double MILLIS_PER_SECOND = 1000;

  private final Tracing tracing;
  private final List<AutoCloseable> instruments;

  private ExportMetrics(Tracing tracing, Meter meter) {
    this.tracing = tracing;
    this.instruments =
        List.of(
            meter
                .counterBuilder("spanloom.export.spans")
                .setDescription("Spans that a destination has taken, and spans given up")
                .setUnit("{span}")
                .buildWithCallback(
                    out ->
                        each(
                            (to, attributes) -> {
                              out.record(to.spansWritten(), outcome(attributes, "written", ""));
                              to.spansDropped()
                                  .forEach(
                                      (reason, count) ->
                                          out.record(
                                              count, outcome(attributes, "dropped", reason)));
                            })),
            meter
                .counterBuilder("spanloom.export.retries")
                .setDescription("Writes that were tried again")
                .setUnit("{write}")
                .buildWithCallback(
                    out -> each((to, attributes) -> out.record(to.writesRetried(), attributes))),
            meter
                .gaugeBuilder("spanloom.export.queued")
                .setDescription("Spans that wait")
                .setUnit("{span}")
                .ofLongs()
                .buildWithCallback(
                    out -> each((to, attributes) -> out.record(to.spansQueued(), attributes))),
            meter
                .gaugeBuilder("spanloom.export.queued.size")
                .setDescription("Encoded bytes that wait, in the spool or in memory")
                .setUnit("By")
                .ofLongs()
                .buildWithCallback(
                    out -> each((to, attributes) -> out.record(to.bytesQueued(), attributes))),
            meter
                .gaugeBuilder("spanloom.export.lag")
                .setDescription("How long the oldest has waited of what waits")
                .setUnit("s")
                .buildWithCallback(
                    out ->
                        each(
                            (to, attributes) ->
                                out.record(to.lag().toMillis() / MILLIS_PER_SECOND, attributes))),
            meter
                .gaugeBuilder("spanloom.spool.size")
                .setDescription("What the spool takes on the disk")
                .setUnit("By")
                .ofLongs()
                .buildWithCallback(out -> out.record(stats().spoolBytes())));
  }

  static ExportMetrics register(Tracing tracing, OpenTelemetry openTelemetry) {
    return new ExportMetrics(tracing, openTelemetry.getMeter("dev.spanloom"));
  }

  private ExportStats stats() {
    return tracing.stats();
  }

  private void each(BiConsumer<DestinationStats, Attributes> record) {
    Consumer<DestinationStats> one = to -> record.accept(to, Attributes.of(DESTINATION, to.uri()));
    stats().destinations().forEach(one);
  }

  private static Attributes outcome(Attributes attributes, String outcome, String reason) {
    var all = attributes.toBuilder().put(OUTCOME, outcome);
    return (reason.isEmpty() ? all : all.put(REASON, reason)).build();
  }

  @Override
  public void close() {
    for (AutoCloseable instrument : instruments) {
      try {
        instrument.close();
      } catch (Exception e) {
        Tracing.LOG.log(System.Logger.Level.DEBUG, "an instrument stays registered", e);
      }
    }
  }
}

package dev.spanloom;

import dev.spanloom.destination.Destination;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.internal.settings.Settings;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the program set about tracing, on top of the settings of the process. Thread-safe. */
final class TracingConfig {
  private volatile boolean enabled;
  private volatile double samplingRatio;
  private volatile boolean statusOverwrittenOnExit;
  private final boolean exceptionDetectedOnClose;
  private volatile List<LiveSpanProcessor> processors = List.of();
  private volatile ExperimentRef experiment;
  private volatile @Nullable ExperimentRef destinationExperiment;
  private volatile @Nullable String trackingUri;
  private volatile @Nullable Destination destination;
  private volatile @Nullable OtelTracer otelTracer;

  TracingConfig(Settings settings) {
    enabled = settings.flag("MLFLOW_TRACING_ENABLED", true);
    samplingRatio = settings.ratio("MLFLOW_TRACE_SAMPLING_RATIO", 1.0);
    statusOverwrittenOnExit =
        settings
            .text("spanloom.status.on-exit")
            .orElse("keep")
            .toLowerCase(Locale.ROOT)
            .equals("overwrite");
    exceptionDetectedOnClose = settings.flag("spanloom.close.detect-exceptions", true);
    experiment =
        settings
            .text("MLFLOW_EXPERIMENT_NAME")
            .map(ExperimentRef::ofName)
            .or(() -> settings.text("MLFLOW_EXPERIMENT_ID").map(ExperimentRef::ofId))
            .orElse(ExperimentRef.DEFAULT);
    destinationExperiment =
        settings
            .text("MLFLOW_TRACING_DESTINATION")
            .map(text -> locationOrWarning("MLFLOW_TRACING_DESTINATION", text))
            .map(ExperimentRef::ofLocation)
            .orElse(null);
  }

  /**
   * Where traces go by a text: {@code 12} is an experiment, {@code catalog.schema} a Unity Catalog
   * schema. The first span of a program is no place to fail: what is wrong is said, and null.
   *
   * @param what where the text comes from
   */
  static @Nullable TraceLocation locationOrWarning(String what, String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length == 1) {
      return TraceLocation.experiment(text);
    } else if (parts.length == 2) {
      return new TraceLocation.UnityCatalogSchema(parts[0], parts[1], null, null);
    }
    Tracing.LOG.log(
        System.Logger.Level.WARNING,
        what
            + ": \""
            + text
            + "\" (expected: <experiment id> or <catalog>.<schema>); it is not used");
    return null;
  }

  boolean isEnabled() {
    return enabled;
  }

  void setEnabled(boolean on) {
    enabled = on;
  }

  double samplingRatio() {
    return samplingRatio;
  }

  void setSamplingRatio(double ratio) {
    samplingRatio = ratio;
  }

  boolean isStatusOverwrittenOnExit() {
    return statusOverwrittenOnExit;
  }

  void setStatusOverwrittenOnExit(boolean overwritten) {
    statusOverwrittenOnExit = overwritten;
  }

  /** Whether {@code close()} looks where it is called from. */
  boolean isExceptionDetectedOnClose() {
    return exceptionDetectedOnClose;
  }

  List<LiveSpanProcessor> processors() {
    return processors;
  }

  void setProcessors(List<LiveSpanProcessor> all) {
    processors = List.copyOf(all);
  }

  /** Where new traces go: the destination that was set, else the experiment. */
  ExperimentRef experiment() {
    ExperimentRef set = destinationExperiment;
    return set == null ? experiment : set;
  }

  void setExperiment(ExperimentRef ref) {
    experiment = ref;
  }

  void setDestinationExperiment(@Nullable ExperimentRef ref) {
    destinationExperiment = ref;
  }

  @Nullable String trackingUri() {
    return trackingUri;
  }

  void setTrackingUri(@Nullable String uri) {
    trackingUri = uri;
  }

  /** A destination that the program made itself. */
  @Nullable Destination destination() {
    return destination;
  }

  void setDestination(@Nullable Destination given) {
    destination = given;
  }

  @Nullable OtelTracer otelTracer() {
    return otelTracer;
  }

  void setOtelTracer(@Nullable OtelTracer tracer) {
    otelTracer = tracer;
  }
}

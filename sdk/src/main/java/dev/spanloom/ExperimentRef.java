package dev.spanloom;

import dev.spanloom.destination.Destination;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.TraceLocation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The experiment of traces, known by id, or by a name that is looked up where that may block.
 * Thread-safe.
 */
final class ExperimentRef {
  static final ExperimentRef DEFAULT = ofId(Experiment.DEFAULT_ID);

  private final @Nullable String name;
  private final @Nullable TraceLocation location;
  // by destination: each has its own ids
  private final Map<Destination, TraceLocation> found = new ConcurrentHashMap<>();

  private ExperimentRef(@Nullable String name, @Nullable TraceLocation location) {
    this.name = name;
    this.location = location;
  }

  /** Null when it is known by its location. */
  @Nullable String name() {
    return name;
  }

  /** Null when it is known by its name. */
  @Nullable TraceLocation location() {
    return location;
  }

  static ExperimentRef ofId(String experimentId) {
    return new ExperimentRef(null, TraceLocation.experiment(experimentId));
  }

  static ExperimentRef ofLocation(TraceLocation location) {
    return new ExperimentRef(null, location);
  }

  static ExperimentRef ofName(String name) {
    return new ExperimentRef(name, null);
  }

  /** The id of a trace that goes there. */
  String traceId(String otelTraceId) {
    return location == null ? TraceIds.fromOtel(otelTraceId) : TraceIds.at(location, otelTraceId);
  }

  /** What spans say of their trace's id; null where it follows from the OpenTelemetry id. */
  @Nullable AttributeValue saidTraceId(String otelTraceId) {
    return location != null && location.isInUnityCatalog()
        ? AttributeValue.of(traceId(otelTraceId))
        : null;
  }

  /** Where traces go; creates the experiment of a name when there is none. May block. */
  TraceLocation resolve(Destination destination) {
    if (location != null || name == null) {
      return location == null ? TraceLocation.defaultExperiment() : location;
    }
    TraceLocation known = found.get(destination);
    return known == null ? TraceLocation.experiment(lookUp(destination).experimentId()) : known;
  }

  /** The experiment of the name at a destination, created when there is none. May block. */
  Experiment lookUp(Destination destination) {
    Experiment experiment = destination.getOrCreateExperiment(String.valueOf(name));
    found.put(destination, TraceLocation.experiment(experiment.experimentId()));
    return experiment;
  }
}

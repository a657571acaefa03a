package dev.spanloom;

import dev.spanloom.destination.Destination;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.TraceLocation;
import org.jspecify.annotations.Nullable;

/**
 * The experiment of traces, known by id, or by a name that is looked up where that may block.
 * Thread-safe.
 */
final class ExperimentRef {
  static final ExperimentRef DEFAULT = ofId(Experiment.DEFAULT_ID);

  private final @Nullable String name;
  private volatile @Nullable TraceLocation location;

  private ExperimentRef(@Nullable String name, @Nullable TraceLocation location) {
    this.name = name;
    this.location = location;
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

  /** Where traces go; creates the experiment of a name when there is none. May block. */
  TraceLocation resolve(Destination destination) {
    TraceLocation known = location;
    if (known == null) {
      known =
          name == null
              ? TraceLocation.defaultExperiment()
              : TraceLocation.experiment(destination.getOrCreateExperiment(name).experimentId());
      location = known;
    }
    return known;
  }
}

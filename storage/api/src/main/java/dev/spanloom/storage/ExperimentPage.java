package dev.spanloom.storage;

import dev.spanloom.entities.Experiment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the experiments.
 *
 * @param nextPageToken null on the last page
 */
public record ExperimentPage(List<Experiment> experiments, @Nullable String nextPageToken) {
  public ExperimentPage {
    experiments = List.copyOf(experiments);
  }
}

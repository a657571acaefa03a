package dev.spanloom.storage;

import dev.spanloom.entities.Experiment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a search for experiments.
 *
 * @param experiments in the order of the query
 * @param nextPageToken where the next page starts; null on the last one
 */
public record ExperimentPage(List<Experiment> experiments, @Nullable String nextPageToken) {
  public ExperimentPage {
    experiments = List.copyOf(experiments);
  }
}

package dev.spanloom.cli.experiments;

import dev.spanloom.cli.output.Column;
import dev.spanloom.cli.output.Listing;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.entities.Experiment;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How experiments are listed. */
final class ExperimentListing {
  private ExperimentListing() {}

  static Listing<Experiment> all() {
    return Listing.ofColumns(
        "experiments",
        List.of(
            Column.<Experiment>of("experiment_id", Experiment::experimentId).titled("ID"),
            Column.<Experiment>of("name", Experiment::name).cut(),
            Column.<Experiment>shown(
                    "creation_time",
                    experiment -> Texts.isoTime(experiment.creationTimeUnixMillis()),
                    experiment -> Texts.dateAndTime(experiment.creationTimeUnixMillis()))
                .titled("CREATED"),
            Column.<Experiment>shown("tags", Experiment::tags, ExperimentListing::tags).cut()),
        List.of(
            Column.of("lifecycle_stage", Experiment::lifecycleStage),
            Column.shown(
                "last_update_time",
                experiment -> Texts.isoTime(experiment.lastUpdateTimeUnixMillis()),
                experiment -> Texts.dateAndTime(experiment.lastUpdateTimeUnixMillis()))));
  }

  private static String tags(Experiment experiment) {
    return new TreeMap<>(experiment.tags())
        .entrySet().stream()
            .map(tag -> tag.getKey() + "=" + tag.getValue())
            .collect(Collectors.joining(", "));
  }
}

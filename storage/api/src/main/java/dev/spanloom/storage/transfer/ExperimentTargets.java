package dev.spanloom.storage.transfer;

import dev.spanloom.entities.Experiment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which experiment of the store a trace goes to. Not thread-safe. */
final class ExperimentTargets {
  private final ImportSink sink;
  private final @Nullable String everything;
  private final Map<String, String> byName = new HashMap<>();

  /**
   * Targets.
   *
   * @param everything the name of the experiment that takes all traces; null when they say where
   */
  ExperimentTargets(ImportSink sink, @Nullable String everything) {
    this.sink = sink;
    this.everything = everything;
  }

  /** For traces that do not say where they belong. */
  String fallback() {
    return everything == null ? Experiment.DEFAULT_ID : named(everything);
  }

  /** For traces of an experiment of that name. */
  String byName(String name) {
    return named(everything == null ? name : everything);
  }

  /**
   * For traces of an experiment that had that id in another store, where it means something else
   * than here.
   */
  String byForeignId(@Nullable String id) {
    if (everything != null || id == null || id.equals(Experiment.DEFAULT_ID)) {
      return fallback();
    }
    return named("imported-" + id);
  }

  private String named(String name) {
    return byName.computeIfAbsent(name, sink::experiment);
  }
}

package dev.spanloom.storage.sql;

import dev.spanloom.storage.internal.ExperimentRules;

/** Experiment ids as the numbers that the tables hold. */
public final class ExperimentNumbers {
  private ExperimentNumbers() {}

  /** The key of an experiment; one that no experiment has for a text that is no id. */
  public static long of(String experimentId) {
    return ExperimentRules.number(experimentId).orElse(-1);
  }
}

package dev.spanloom.cli.experiments;

import dev.spanloom.cli.option.ExperimentOption;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Restores a deleted experiment. */
@Command(name = "restore", description = "Take the mark of deletion from an experiment.")
final class RestoreCommand extends StoreCommand {
  @Parameters(index = "0", paramLabel = "NAME|ID", description = "The experiment.")
  private String experiment = "";

  @Override
  protected int run(TraceStore store, Console console) {
    String id = ExperimentOption.find(store, experiment).experimentId();
    store.experiments().restore(id);
    return SUCCESS;
  }
}

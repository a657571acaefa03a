package dev.spanloom.cli.experiments;

import dev.spanloom.cli.option.ExperimentOption;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Marks an experiment as deleted. */
@Command(
    name = "delete",
    description =
        "Mark an experiment as deleted. It keeps its name and its traces until it is restored.")
final class DeleteCommand extends StoreCommand {
  @Parameters(index = "0", paramLabel = "NAME|ID", description = "The experiment.")
  private String experiment = "";

  @Override
  protected int run(TraceStore store, Console console) {
    String id = ExperimentOption.find(store, experiment).experimentId();
    store.experiments().delete(id);
    return SUCCESS;
  }
}

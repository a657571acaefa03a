package dev.spanloom.cli.experiments;

import dev.spanloom.cli.option.ExperimentOption;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Names an experiment anew. */
@Command(name = "rename", description = "Name an experiment anew.")
final class RenameCommand extends StoreCommand {
  @Parameters(index = "0", paramLabel = "NAME|ID", description = "The experiment.")
  private String experiment = "";

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      description = "A name that no other experiment has.")
  private String newName = "";

  @Override
  protected int run(TraceStore store, Console console) {
    String id = ExperimentOption.find(store, experiment).experimentId();
    store.experiments().rename(id, newName);
    return SUCCESS;
  }
}

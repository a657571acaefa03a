package dev.spanloom.cli.experiments;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.output.OutputOption;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists all experiments. */
@Command(name = "list", description = "List all experiments, in the order of their ids.")
final class ListCommand extends StoreCommand {
  @Mixin private OutputOption output = new OutputOption();

  @Override
  protected int run(TraceStore store, Console console) {
    output.print(ExperimentListing.all(), store.experiments().list(), console);
    return SUCCESS;
  }
}

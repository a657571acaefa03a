package dev.spanloom.cli.experiments;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.output.OutputOption;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists experiments. */
@Command(name = "list", description = "List experiments, in the order of their ids.")
final class ListCommand extends StoreCommand {
  @Option(names = "--all", description = "Deleted ones too.")
  private boolean all;

  @Mixin private OutputOption output = new OutputOption();

  @Override
  protected int run(TraceStore store, Console console) {
    output.print(
        ExperimentListing.all(),
        store.experiments().list().stream()
            .filter(experiment -> all || experiment.isActive())
            .toList(),
        console);
    return SUCCESS;
  }
}

package dev.spanloom.cli.experiments;

import dev.spanloom.cli.option.ExperimentOption;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.output.OutputOption;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints experiments by name or id. */
@Command(name = "get", description = "Print experiments by name or id.")
final class GetCommand extends StoreCommand {
  @Parameters(arity = "1..*", paramLabel = "NAME|ID", description = "Which.")
  private List<String> names = List.of();

  @Mixin private OutputOption output = new OutputOption();

  @Override
  protected int run(TraceStore store, Console console) {
    output.print(
        ExperimentListing.all(),
        names.stream().map(name -> ExperimentOption.find(store, name)).toList(),
        console);
    return SUCCESS;
  }
}

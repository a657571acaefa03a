package dev.spanloom.cli.experiments;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes an experiment, and prints its id. */
@Command(
    name = "create",
    description = "Make an experiment, and print its id. The store is made when it is not there.")
final class CreateCommand extends StoreCommand {
  @Parameters(paramLabel = "NAME", description = "Its name, which no other experiment has.")
  private String name = "";

  @Override
  protected boolean makesStore() {
    return true;
  }

  @Override
  protected int run(TraceStore store, Console console) {
    console.out().println(store.experiments().create(name).experimentId());
    return SUCCESS;
  }
}

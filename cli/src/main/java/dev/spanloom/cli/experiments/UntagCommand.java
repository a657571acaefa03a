package dev.spanloom.cli.experiments;

import dev.spanloom.cli.option.ExperimentOption;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes tags of an experiment. */
@Command(name = "untag", description = "Delete tags of an experiment.")
final class UntagCommand extends StoreCommand {
  @Parameters(index = "0", paramLabel = "NAME|ID", description = "The experiment.")
  private String experiment = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY", description = "The tags.")
  private List<String> keys = List.of();

  @Override
  protected int run(TraceStore store, Console console) {
    String id = ExperimentOption.find(store, experiment).experimentId();
    keys.forEach(key -> store.experiments().deleteTag(id, key));
    return SUCCESS;
  }
}

package dev.spanloom.cli.experiments;

import dev.spanloom.cli.option.ExperimentOption;
import dev.spanloom.cli.option.KeyValue;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sets tags of an experiment. */
@Command(name = "tag", description = "Set tags of an experiment.")
final class TagCommand extends StoreCommand {
  @Parameters(index = "0", paramLabel = "NAME|ID", description = "The experiment.")
  private String experiment = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      converter = KeyValue.Reader.class,
      description = "The tags.")
  private List<KeyValue> tags = List.of();

  @Override
  protected int run(TraceStore store, Console console) {
    String id = ExperimentOption.find(store, experiment).experimentId();
    tags.forEach(tag -> store.experiments().setTag(id, tag.key(), tag.value()));
    return SUCCESS;
  }
}

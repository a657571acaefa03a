package dev.spanloom.cli.traces;

import dev.spanloom.cli.option.ExperimentOption;
import dev.spanloom.cli.option.PageOptions;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.entities.Experiment;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the latest traces of one experiment. */
@Command(name = "list", description = "List the latest traces of an experiment, newest first.")
final class ListCommand extends StoreCommand {
  @Option(
      names = "--experiment",
      paramLabel = "NAME|ID",
      description = "The experiment; ${DEFAULT-VALUE} unless given.")
  private String experiment = Experiment.DEFAULT_NAME;

  @Mixin private TraceOutput output = new TraceOutput();
  @Mixin private PageOptions page = new PageOptions();

  @Override
  protected void checkWords() {
    page.check();
  }

  @Override
  protected int run(TraceStore store, Console console) {
    TraceQuery query =
        TraceQuery.builder(ExperimentOption.find(store, experiment).experimentId())
            .pageToken(page.token())
            .build();
    new TracePages(store, console, output.readsSpans())
        .print(query, page.limit(), output.rows(console));
    return SUCCESS;
  }
}

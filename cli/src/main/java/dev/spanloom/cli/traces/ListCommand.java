package dev.spanloom.cli.traces;

import dev.spanloom.cli.option.ExperimentOption;
import dev.spanloom.cli.option.PageOptions;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the latest traces. */
@Command(name = "list", description = "List the latest traces, newest first.")
final class ListCommand extends StoreCommand {
  @Mixin private ExperimentOption experiments = new ExperimentOption();
  @Mixin private TraceOutput output = new TraceOutput();
  @Mixin private PageOptions page = new PageOptions();

  @Override
  protected void checkWords() {
    page.check();
  }

  @Override
  protected int run(TraceStore store, Console console) {
    TraceQuery query =
        TraceQuery.builder(experiments.ids(store).toArray(String[]::new))
            .pageToken(page.token())
            .build();
    new TracePages(store, console, output.readsSpans())
        .print(query, page.limit(), output.rows(console));
    return SUCCESS;
  }
}

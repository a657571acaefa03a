package dev.spanloom.cli.traces;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes tags of a trace. */
@Command(name = "untag", description = "Delete tags of a trace.")
final class UntagCommand extends StoreCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The trace id.")
  private String traceId = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY", description = "Their keys.")
  private List<String> keys = List.of();

  @Override
  protected int run(TraceStore store, Console console) {
    keys.forEach(key -> store.tags().delete(traceId, key));
    return SUCCESS;
  }
}

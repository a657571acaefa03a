package dev.spanloom.cli.traces;

import dev.spanloom.cli.option.KeyValue;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sets tags of a trace. */
@Command(name = "tag", description = "Set tags of a trace.")
final class TagCommand extends StoreCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The trace id.")
  private String traceId = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      converter = KeyValue.Reader.class,
      description = "The tags.")
  private List<KeyValue> tags = List.of();

  @Override
  protected int run(TraceStore store, Console console) {
    tags.forEach(tag -> store.tags().set(traceId, tag.key(), tag.value()));
    return SUCCESS;
  }
}

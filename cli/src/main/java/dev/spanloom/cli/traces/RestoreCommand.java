package dev.spanloom.cli.traces;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.option.TraceSelection;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.ProgressLine;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.storage.TraceArchive;
import dev.spanloom.storage.TraceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes archived traces back into the store. */
@Command(
    name = "restore",
    description = "Take archived traces back into the store. Their files stay as they are.")
final class RestoreCommand extends StoreCommand {
  @Mixin private TraceSelection selection = new TraceSelection();

  @Override
  protected int run(TraceStore store, Console console) {
    try (ProgressLine progress = console.progress("Restoring", "traces")) {
      TraceArchive.ArchiveReport report = store.archive().restore(selection.query(store), progress);
      progress.close();
      console
          .out()
          .println(
              "Restored "
                  + Texts.count(report.traces(), "trace")
                  + ", "
                  + Texts.bytes(report.payloadBytes())
                  + ".");
    }
    return SUCCESS;
  }
}

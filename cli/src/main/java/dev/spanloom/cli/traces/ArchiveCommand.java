package dev.spanloom.cli.traces;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.option.TraceSelection;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.ProgressLine;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.storage.TraceArchive;
import dev.spanloom.storage.TraceStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves payloads of traces into compressed files. */
@Command(
    name = "archive",
    description = {
      "Move the payloads of traces out of the store into a compressed file of a folder.",
      "Archived traces are found and read as before as long as the file stays in its place; only"
          + " trace.text and span.content no longer find them."
    },
    footer = {"", "  spanloom traces archive --older-than 90d --to /archive/traces"})
final class ArchiveCommand extends StoreCommand {
  @Mixin private TraceSelection selection = new TraceSelection();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FOLDER",
      description = "The folder; it is made when it is not there.")
  private Path folder = Path.of("");

  @Override
  protected void checkWords() {
    if (!selection.isLimited() && !selection.namesExperiments()) {
      throw wrongUsage("which traces? (expected: some of --filter, --older-than, --experiment)");
    }
  }

  @Override
  protected int run(TraceStore store, Console console) {
    try (ProgressLine progress = console.progress("Archiving", "traces")) {
      TraceArchive.ArchiveReport report =
          store.archive().archive(selection.query(store), folder, progress);
      progress.close();
      console
          .out()
          .println(
              "Archived "
                  + Texts.count(report.traces(), "trace")
                  + ", "
                  + Texts.bytes(report.payloadBytes())
                  + ".");
      report.files().forEach(file -> console.out().println("  " + file));
    }
    return SUCCESS;
  }
}

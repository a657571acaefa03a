package dev.spanloom.cli.traces;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.option.TraceSelection;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.ProgressLine;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.transfer.ExportFormat;
import dev.spanloom.storage.transfer.TraceExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes traces into a file, or to standard output. */
@Command(
    name = "export",
    description = "Write traces into a file that 'spanloom traces import' reads, and others do.",
    footer = {
      "",
      "  spanloom traces export --to traces.jsonl.gz",
      "  spanloom traces export --format mlflow --older-than 7d --to old.jsonl"
    })
final class ExportCommand extends StoreCommand {
  private static final String STANDARD_OUTPUT = "-";

  /** Names of formats. */
  enum Format {
    SPANLOOM(ExportFormat.SPANLOOM),
    MLFLOW(ExportFormat.MLFLOW),
    OTLP(ExportFormat.OTLP_JSON),
    OTLP_PROTOBUF(ExportFormat.OTLP_PROTOBUF);

    private final ExportFormat format;

    Format(ExportFormat format) {
      this.format = format;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Mixin private TraceSelection selection = new TraceSelection();

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description =
          "The file; compressed when its name ends with .gz, and there only when it is complete."
              + " Standard output unless given.")
  private String to = STANDARD_OUTPUT;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.",
        "spanloom loses nothing; mlflow is what Python's Trace.to_json writes, a trace on each"
            + " line; otlp is requests of OTLP, which have the spans alone."
      })
  private Format format = Format.SPANLOOM;

  @Override
  protected int run(TraceStore store, Console console) throws IOException {
    TraceQuery query = selection.query(store);
    TraceExport export = TraceExport.of(store);
    try (ProgressLine line = console.progress("Exporting", "traces")) {
      long total = console.terminal().watched() ? store.search().count(query) : -1;
      Progress progress = (done, unknown) -> line.advanced(done, total);
      if (to.equals(STANDARD_OUTPUT)) {
        export.write(query, format.format, console.outBytes(), progress);
      } else {
        long traces = export.write(query, format.format, Path.of(to), progress);
        line.close();
        console.out().println("Exported " + Texts.count(traces, "trace") + " to " + to + ".");
      }
    }
    return SUCCESS;
  }
}

package dev.spanloom.cli.traces;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.ProgressLine;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.sqlite.mlflow.MlflowDatabase;
import dev.spanloom.storage.transfer.TraceImport;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes traces from files or from a database of MLflow. */
@Command(
    name = "import",
    description = {
      "Take traces from exports, MLflow's trace files, OTLP requests, or MLflow's database.",
      "Formats are recognised by what is in them, compressed or not. What is in the store already is"
          + " completed and not doubled. Ends with 1 when something was not taken."
    },
    footer = {
      "",
      "  spanloom traces import traces.jsonl.gz",
      "  spanloom traces import --from mlflow.db"
    })
final class ImportCommand extends StoreCommand {
  private static final String STANDARD_INPUT = "-";

  @Parameters(
      paramLabel = "FILE",
      description = "Files, folders with all that is in them, or - for standard input.")
  private List<String> files = List.of();

  @Option(
      names = "--from",
      paramLabel = "DATABASE",
      description =
          "A database that MLflow made in SQLite, such as mlflow.db. It is only read: experiments,"
              + " traces, spans, tags, metadata, assessments.")
  private @Nullable Path database;

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      description =
          "Put all traces into this experiment; it is made when it is not there. Unless given,"
              + " experiments keep their names.")
  private @Nullable String experiment;

  @Option(names = "--json", description = "Tell what was taken as one JSON document.")
  private boolean json;

  @Override
  protected boolean makesStore() {
    return true;
  }

  @Override
  protected void checkWords() {
    if (files.isEmpty() == (database == null)) {
      throw wrongUsage("from where? (expected: files, folders or -; or --from DATABASE)");
    }
  }

  @Override
  protected int run(TraceStore store, Console console) {
    ImportTotals totals = new ImportTotals();
    try (ProgressLine progress = console.progress("Importing", "traces")) {
      if (database == null) {
        readFiles(store, console, progress, totals);
      } else {
        try (MlflowDatabase mlflow = MlflowDatabase.open(database)) {
          totals.add(mlflow.importInto(store, experiment, progress));
        }
      }
    }
    totals.print(console, json);
    return totals.isComplete() ? SUCCESS : FAILURE;
  }

  private void readFiles(
      TraceStore store, Console console, ProgressLine progress, ImportTotals totals) {
    TraceImport into = TraceImport.into(store).progress(progress);
    if (experiment != null) {
      into = into.experiment(experiment);
    }
    for (String file : files) {
      totals.add(
          file.equals(STANDARD_INPUT)
              ? into.read(console.in(), "standard input")
              : into.read(Path.of(file)));
    }
  }
}

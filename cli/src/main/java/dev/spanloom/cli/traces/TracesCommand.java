package dev.spanloom.cli;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Trace;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.io.PrintWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads traces. */
@Command(
    name = "traces",
    description = "List and read traces.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TracesCommand.ListCommand.class, TracesCommand.GetCommand.class})
final class TracesCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "no command (expected: list or get)");
  }

  /** Prints a table of the latest traces. */
  @Command(
      name = "list",
      description = "List the latest traces, newest first.",
      mixinStandardHelpOptions = true)
  static final class ListCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin private StoreOption store = new StoreOption();

    @Option(
        names = "--experiment",
        paramLabel = "NAME",
        description = "The experiment, by name or id; ${DEFAULT-VALUE} unless given.")
    private String experiment = Experiment.DEFAULT_NAME;

    @Option(
        names = "--max-results",
        paramLabel = "N",
        description = "At most so many; ${DEFAULT-VALUE} unless given.")
    private int maxResults = 20;

    @Option(
        names = "--page-token",
        paramLabel = "TOKEN",
        description = "Go on behind the page that ended with this token.")
    private @Nullable String pageToken;

    @Override
    public void run() {
      if (maxResults < 1 || maxResults > TraceQuery.LARGEST_MAX_RESULTS) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "--max-results: "
                + maxResults
                + " (expected: 1 to "
                + TraceQuery.LARGEST_MAX_RESULTS
                + ")");
      }
      PrintWriter out = spec.commandLine().getOut();
      try (SqliteTraceStore open = store.openExisting()) {
        Experiment found =
            open.experiments()
                .getByName(experiment)
                .or(() -> open.experiments().get(experiment))
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "experiment \""
                                + experiment
                                + "\" does not exist in "
                                + open.description()
                                + " (expected: one of "
                                + open.experiments().list().stream().map(Experiment::name).toList()
                                + ")"));
        TracePage page =
            open.search()
                .search(
                    TraceQuery.builder(found.experimentId())
                        .maxResults(maxResults)
                        .pageToken(pageToken)
                        .build());
        TraceTable.print(page.infos(), out, Terminal.ofProcess());
        if (page.nextPageToken() != null) {
          out.println("More with --page-token " + page.nextPageToken());
        }
      }
    }
  }

  /** Prints one trace. */
  @Command(
      name = "get",
      description = "Print a trace as a tree, or in MLflow's JSON form.",
      mixinStandardHelpOptions = true)
  static final class GetCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin private StoreOption store = new StoreOption();

    @Parameters(paramLabel = "ID", description = "The trace id, such as tr-0123….")
    private String traceId = "";

    @Option(
        names = "--json",
        description = "MLflow's JSON form, as Trace.to_json in Python writes it.")
    private boolean json;

    @Override
    public void run() {
      try (SqliteTraceStore open = store.openExisting()) {
        Optional<Trace> trace = open.reader().trace(traceId);
        if (trace.isEmpty()) {
          throw new IllegalArgumentException(
              "trace "
                  + traceId
                  + " does not exist in "
                  + open.description()
                  + " (expected: an id that 'spanloom traces list' shows)");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
          out.println(trace.get().toPrettyJson());
        } else {
          TraceTree.print(trace.get(), out, Terminal.ofProcess());
        }
      }
    }
  }
}

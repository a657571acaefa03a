package dev.spanloom.cli.server;

import dev.spanloom.server.ServerOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves a store until it is told to stop. */
@Command(
    name = "server",
    description = {
      "Serve a store: the web UI, MLflow's REST API and OTLP on one port.",
      "Each option can stand in the environment too (SPANLOOM_SERVER_PORT for --port) and in a"
          + " file (port=5000, or JSON). An option goes before the environment, that before the"
          + " file. Ctrl-C lets requests that began come to their end."
    })
public final class ServerCommand implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  @Option(names = "--config", paramLabel = "FILE", description = "A file of these options.")
  private @Nullable Path config;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin
  @SuppressWarnings("UnusedVariable") // Settings looks at them
  private StorePlace.Words places = new StorePlace.Words();

  @Mixin
  @SuppressWarnings("UnusedVariable") // Settings looks at them
  private ServerWords words = new ServerWords();

  @Override
  public Integer call() throws Exception {
    return new Serving(spec, config).run(ServerOptions.DEFAULT_PORT, server -> {});
  }
}

package dev.spanloom.cli.server;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.server.ServerOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves a store until it is told to stop. */
@Command(
    name = "server",
    description = {
      "Serve a store: MLflow's REST API and OTLP on one port.",
      "Each option can stand in the environment too (SPANLOOM_SERVER_PORT for --port) and in a"
          + " file (port=5000, or JSON). An option goes before the environment, that before the"
          + " file. Ctrl-C lets requests that began come to their end."
    })
public final class ServerCommand implements Callable<Integer> {
  private static final String CONFIG = "SPANLOOM_SERVER_CONFIG";

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
    Console console = Console.of(spec);
    StorePlace place;
    ServerOptions options;
    try {
      Settings settings = settings(System.getenv());
      place = StorePlace.of(settings, spec);
      options = ServerSettings.options(settings, place.tokenFile());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    ServerLogging.install();
    try (RunningServer server = RunningServer.start(place, options)) {
      Greeting.print(server.uri(), place, options, console.out());
      console.checkOut();
      server.awaitEnd();
    }
    return StoreCommand.SUCCESS;
  }

  private Settings settings(Map<String, String> environment) {
    Path file =
        Optional.ofNullable(config)
            .or(
                () ->
                    Optional.ofNullable(environment.get(CONFIG))
                        .filter(name -> !name.isBlank())
                        .map(Path::of))
            .orElse(null);
    return new Settings(
        spec,
        environment,
        file == null ? Map.of() : ConfigFile.read(file, Settings.names(spec)),
        String.valueOf(file));
  }
}

package dev.spanloom.cli.server;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.server.ServerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The words of a command that serves, and the serving: what they, the environment and a file say,
 * until the process ends.
 */
final class Serving {
  private static final String CONFIG = "SPANLOOM_SERVER_CONFIG";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  @Option(names = "--config", paramLabel = "FILE", description = "A file of these options.")
  private @Nullable Path config;

  @Mixin
  @SuppressWarnings("UnusedVariable") // Settings looks at them
  private StorePlace.Words places = new StorePlace.Words();

  @Mixin
  @SuppressWarnings("UnusedVariable") // Settings looks at them
  private ServerWords words = new ServerWords();

  /**
   * Serves.
   *
   * @param port for when nobody says one
   * @param started is told the address once requests are answered
   */
  int run(int port, Consumer<URI> started) throws Exception {
    Console console = Console.of(spec);
    StorePlace place;
    ServerOptions options;
    try {
      Settings settings = settings(System.getenv());
      place = StorePlace.of(settings, spec);
      options = ServerSettings.options(settings, place.tokenFile(), port);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    ServerLogging.install();
    try (RunningServer server = RunningServer.start(place.open(), options)) {
      Greeting.print(server.uri(), place, options, console.out());
      console.checkOut();
      started.accept(server.uri());
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

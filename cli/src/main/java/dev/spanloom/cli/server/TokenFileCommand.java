package dev.spanloom.cli.server;

import dev.spanloom.cli.terminal.Console;
import dev.spanloom.server.security.TokenFile;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command on the file of tokens that a server with the same words would use. */
abstract class TokenFileCommand implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin
  @SuppressWarnings("UnusedVariable") // Settings looks at them
  private StorePlace.Words places = new StorePlace.Words();

  @Override
  public final Integer call() {
    Settings settings = new Settings(spec, System.getenv(), Map.of(), "");
    return run(new TokenFile(StorePlace.of(settings, spec).tokenFile()), Console.of(spec));
  }

  /**
   * Does it.
   *
   * @return what the process ends with
   */
  abstract int run(TokenFile file, Console console);

  final ParameterException wrongUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

package dev.spanloom.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: traces, the demonstration, and what later issues add. */
@Command(
    name = "spanloom",
    description =
        "MLflow Tracing for the JVM: trace, store and read the traces of GenAI applications.",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpWidth = 80,
    subcommands = {
      DemoCommand.class,
      TracesCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class SpanloomCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** What the process ends with when it did what it should. */
  public static final int SUCCESS = 0;

  /** What the process ends with when it could not do it. */
  public static final int FAILURE = 1;

  /** What the process ends with when the words of the command are off. */
  public static final int WRONG_USAGE = 2;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "no command (expected: demo, traces, version or help)");
  }

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, args));
  }

  /** Runs a command line and returns what the process should end with. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    QuietLogging.install();
    return new CommandLine(new SpanloomCommand())
        .setOut(out)
        .setErr(err)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> {
              commandLine.getErr().println("spanloom: " + message(failure));
              return FAILURE;
            })
        .setParameterExceptionHandler(
            (failure, words) -> {
              CommandLine commandLine = failure.getCommandLine();
              commandLine.getErr().println("spanloom: " + failure.getMessage());
              commandLine
                  .getErr()
                  .println("Try '" + commandLine.getCommandSpec().qualifiedName() + " --help'.");
              return WRONG_USAGE;
            })
        .execute(args);
  }

  private static String message(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}

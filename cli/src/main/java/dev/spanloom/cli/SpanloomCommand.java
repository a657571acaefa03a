package dev.spanloom.cli;

import dev.spanloom.cli.assessments.ExpectationCommand;
import dev.spanloom.cli.assessments.FeedbackCommand;
import dev.spanloom.cli.experiments.ExperimentsCommand;
import dev.spanloom.cli.figures.SessionsCommand;
import dev.spanloom.cli.figures.StatsCommand;
import dev.spanloom.cli.figures.UsersCommand;
import dev.spanloom.cli.figures.ValuesCommand;
import dev.spanloom.cli.option.CommandGroup;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.server.RehearseCommand;
import dev.spanloom.cli.server.ServerCommand;
import dev.spanloom.cli.server.TokenCommand;
import dev.spanloom.cli.server.UiCommand;
import dev.spanloom.cli.spool.SpoolCommands;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.OutputFailedException;
import dev.spanloom.cli.traces.TracesCommand;
import dev.spanloom.cli.upkeep.DoctorCommand;
import dev.spanloom.cli.upkeep.GcCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "spanloom",
    description =
        "MLflow Tracing for the JVM: trace, store and read the traces of GenAI applications.",
    versionProvider = Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpWidth = 80)
public final class SpanloomCommand extends CommandGroup implements Console.Owner {
  /** What the process ends with when it did what it should. */
  public static final int SUCCESS = StoreCommand.SUCCESS;

  /** What the process ends with when it could not do it, or found problems. */
  public static final int FAILURE = StoreCommand.FAILURE;

  /** What the process ends with when the words of the command are off. */
  public static final int WRONG_USAGE = 2;

  private static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          TracesCommand.class,
          SessionsCommand.class,
          UsersCommand.class,
          ExperimentsCommand.class,
          FeedbackCommand.class,
          ExpectationCommand.class,
          StatsCommand.class,
          ValuesCommand.class,
          GcCommand.class,
          DoctorCommand.class,
          SpoolCommands.class,
          UiCommand.class,
          ServerCommand.class,
          TokenCommand.class,
          RehearseCommand.class,
          VersionCommand.class,
          CommandLine.HelpCommand.class);

  @CommandLine.Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean version;

  private final Console console;

  private SpanloomCommand(Console console) {
    this.console = console;
  }

  @Override
  public Console console() {
    return console;
  }

  public static void main(String[] args) {
    System.exit(run(Console.ofProcess(), args));
  }

  /** Runs a command line and returns what the process should end with. */
  static int run(Console console, String... args) {
    QuietLogging.install();
    CommandLine commandLine = new CommandLine(new SpanloomCommand(console));
    commands(args).forEach(commandLine::addSubcommand);
    commandLine
        .setOut(console.out())
        .setErr(console.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> Failures.tell(failure, line, console))
        .setParameterExceptionHandler((failure, words) -> Failures.tell(failure, console));
    CommandGroups.install(commandLine);
    int code = commandLine.execute(args);
    try {
      console.checkOut();
    } catch (OutputFailedException e) {
      return code == SUCCESS ? Failures.tell(e, commandLine, console) : code;
    }
    return code;
  }

  /**
   * The one command that the first word names, or else all: to learn of the options of each takes
   * picocli longer than most commands do.
   */
  private static List<Class<?>> commands(String... args) {
    String first = args.length == 0 ? "" : args[0];
    for (Class<?> command : COMMANDS) {
      boolean isHelp = command.equals(CommandLine.HelpCommand.class); // which tells of the others
      if (!isHelp && command.getAnnotation(Command.class).name().equals(first)) {
        return List.of(command);
      }
    }
    return COMMANDS;
  }
}

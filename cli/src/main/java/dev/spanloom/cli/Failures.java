package dev.spanloom.cli;

import dev.spanloom.cli.terminal.Console;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Says what went wrong, in one line of what it is and what to do. */
final class Failures {
  private Failures() {}

  /** A command could not do it. */
  static int tell(Exception failure, CommandLine commandLine, Console console) {
    if (failure instanceof ParameterException wrongWords) {
      return tell(wrongWords, console);
    }
    if (!(failure instanceof Console.OutputClosedException)) {
      console.out().flush();
      console.err().println("spanloom: " + message(failure));
    }
    return SpanloomCommand.FAILURE;
  }

  /** The words of the command are off. */
  static int tell(ParameterException failure, Console console) {
    console.out().flush();
    console.err().println("spanloom: " + message(failure));
    console
        .err()
        .println(
            "Try '" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return SpanloomCommand.WRONG_USAGE;
  }

  private static String message(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}

package dev.spanloom.cli;

import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.OutputFailedException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Says what went wrong: what it is and what to do, with the place where a query is wrong below. */
final class Failures {
  private static final Pattern QUERY =
      Pattern.compile("(?:filter|order_by \".*?\"), (column .*)", Pattern.DOTALL);
  private static final Pattern NO_WORD =
      Pattern.compile("expected one of (\\[.*\\]) .*but was '(.*)'", Pattern.DOTALL);
  private static final Pattern NO_NUMBER = Pattern.compile("'(.*)' is not an? (?:int|long)");

  private Failures() {}

  /** A command could not do it. */
  static int tell(Exception failure, CommandLine commandLine, Console console) {
    if (failure instanceof ParameterException wrongWords) {
      return tell(wrongWords, console);
    }
    Exception first = failure;
    try {
      console.checkOut();
    } catch (OutputFailedException e) {
      first = e; // whatever failed then did so for it
    }
    if (!(first instanceof OutputFailedException output && output.isUnread())) {
      console.err().println("spanloom: " + message(first));
    }
    return SpanloomCommand.FAILURE;
  }

  /** The words of the command are off. */
  static int tell(ParameterException failure, Console console) {
    console.out().flush();
    console.err().println("spanloom: " + message(failure));
    console
        .err()
        .println("Try '" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return SpanloomCommand.WRONG_USAGE;
  }

  private static String message(Throwable failure) {
    if (failure instanceof ParameterException wrong
        && wrong.getArgSpec() != null
        && wrong.getCause() instanceof TypeConversionException notRead) {
      return valueMessage(wrong.getArgSpec(), String.valueOf(notRead.getMessage()));
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** A value that its option does not take, without the words that are put around such messages. */
  private static String valueMessage(ArgSpec argument, String message) {
    String name = argument instanceof OptionSpec option ? name(option) : argument.paramLabel();
    Matcher query = QUERY.matcher(message);
    if (query.matches()) {
      return name + ", " + query.group(1);
    }
    Matcher number = NO_NUMBER.matcher(message);
    if (number.matches()) {
      return name + ": \"" + number.group(1) + "\" (expected: a whole number)";
    }
    Matcher word = NO_WORD.matcher(message);
    return word.matches()
        ? name + ": \"" + word.group(2) + "\" (expected: one of " + words(argument) + ")"
        : name + ": " + message;
  }

  private static String words(ArgSpec argument) {
    return String.join(", ", argument.completionCandidates());
  }

  /** The first of its long names: others are there for old habits. */
  private static String name(OptionSpec option) {
    return Arrays.stream(option.names())
        .filter(name -> name.startsWith("--"))
        .findFirst()
        .orElseGet(option::longestName);
  }
}

package dev.spanloom.cli.option;

import dev.spanloom.cli.terminal.Console;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What must be said before something is deleted. */
public final class Confirmation {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee = CommandSpec.create();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask. Without a terminal nothing is deleted unless this is given.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Only tell how much it would be.")
  private boolean dryRun;

  public boolean isDryRun() {
    return dryRun;
  }

  /**
   * Asks unless there is no need to.
   *
   * @return false when the answer is no
   * @throws ParameterException when there is nobody to ask
   */
  public boolean given(String question) {
    if (yes) {
      return true;
    }
    Console console = Console.of(mixee);
    if (!console.terminal().interactive()) {
      throw new ParameterException(
          mixee.commandLine(),
          question + " Nobody is there to answer (expected: --yes, or --dry-run to only count)");
    }
    boolean confirmed = console.confirm(question);
    if (!confirmed) {
      console.err().println("Nothing was deleted.");
    }
    return confirmed;
  }
}

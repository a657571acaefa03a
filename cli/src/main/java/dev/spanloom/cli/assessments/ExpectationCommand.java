package dev.spanloom.cli.assessments;

import dev.spanloom.cli.option.CommandGroup;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Expectation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What a trace should have come to. */
@Command(
    name = "expectation",
    description = "Say what a trace should have come to, and read what others expected.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ExpectationCommand.Add.class,
      ExpectationCommand.ListAll.class,
      ExpectationCommand.Delete.class
    })
public final class ExpectationCommand extends CommandGroup {
  /** Adds one. */
  @Command(
      name = "add",
      description = "Add an expectation to a trace, or to a span of it.",
      footer = {
        "",
        "  spanloom expectation add tr-0123… answer 1969",
        "  spanloom expectation add tr-0123… year '\"1969\"' --source code"
      })
  static final class Add extends AddCommand {
    @Parameters(
        index = "2",
        paramLabel = "VALUE",
        description = "true, false, a number, or else a text; JSON quotes make a text of anything.")
    private String value = "";

    @Override
    Assessment.Builder<?> begin(String name) {
      return Expectation.builder(name).value(ValueText.read(value));
    }
  }

  /** Lists those of a trace. */
  @Command(name = "list", description = "List the expectations of a trace.")
  static final class ListAll extends AssessmentList {
    @Override
    boolean concerns(Assessment assessment) {
      return assessment instanceof Expectation;
    }
  }

  /** Deletes one. */
  @Command(name = "delete", description = "Delete one expectation of a trace.")
  static final class Delete extends DeleteOne {
    @Override
    boolean concerns(Assessment assessment) {
      return assessment instanceof Expectation;
    }
  }
}

package dev.spanloom.cli.assessments;

import dev.spanloom.cli.option.CommandGroup;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Feedback;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What somebody thinks of a trace. */
@Command(
    name = "feedback",
    description = "Say what you think of a trace, and read what others said.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      FeedbackCommand.Add.class,
      FeedbackCommand.ListAll.class,
      FeedbackCommand.Delete.class
    })
public final class FeedbackCommand extends CommandGroup {
  /** Adds one. */
  @Command(
      name = "add",
      description = "Add feedback to a trace, or to a span of it.",
      footer = {
        "",
        "  spanloom feedback add tr-0123… correct false --rationale 'wrong year'",
        "  spanloom feedback add tr-0123… helpful 4 --source llm --source-id gpt-5",
        "  spanloom feedback add tr-0123… score -- -1"
      })
  static final class Add extends AddCommand {
    @Parameters(
        index = "2",
        paramLabel = "VALUE",
        description = "true, false, a number, or else a text; JSON quotes make a text of anything.")
    private String value = "";

    @Override
    Assessment.Builder<?> begin(String name) {
      return Feedback.builder(name).value(ValueText.read(value));
    }
  }

  /** Lists those of a trace. */
  @Command(name = "list", description = "List the feedback of a trace.")
  static final class ListAll extends AssessmentList {
    @Override
    boolean concerns(Assessment assessment) {
      return assessment instanceof Feedback;
    }
  }

  /** Deletes one. */
  @Command(name = "delete", description = "Delete one feedback of a trace.")
  static final class Delete extends DeleteOne {
    @Override
    boolean concerns(Assessment assessment) {
      return assessment instanceof Feedback;
    }
  }
}

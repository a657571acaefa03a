package dev.spanloom.cli.assessments;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.TraceStore;
import picocli.CommandLine.Parameters;

/** Deletes an assessment of a kind. */
abstract class DeleteOne extends StoreCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The trace id.")
  private String traceId = "";

  @Parameters(
      index = "1",
      paramLabel = "ASSESSMENT",
      description = "Its id, such as a-0123…, as 'list' shows it.")
  private String assessmentId = "";

  /** Whether an assessment is of the kind. */
  abstract boolean concerns(Assessment assessment);

  @Override
  protected int run(TraceStore store, Console console) {
    Assessment found = store.assessments().get(traceId, assessmentId);
    if (!concerns(found)) {
      throw MlflowException.invalidParameter(
          "assessment "
              + assessmentId
              + " of trace "
              + traceId
              + " is of the kind "
              + found.kind()
              + " (expected: 'spanloom "
              + found.kind()
              + " delete')");
    }
    store.assessments().delete(traceId, assessmentId);
    return SUCCESS;
  }
}

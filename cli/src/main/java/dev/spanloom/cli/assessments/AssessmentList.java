package dev.spanloom.cli.assessments;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.output.Column;
import dev.spanloom.cli.output.Listing;
import dev.spanloom.cli.output.OutputOption;
import dev.spanloom.cli.output.PlainText;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.cli.traces.UnknownTrace;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the assessments of a kind that a trace has. */
abstract class AssessmentList extends StoreCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The trace id.")
  private String traceId = "";

  @Mixin private OutputOption output = new OutputOption();

  /** Whether an assessment is of the kind. */
  abstract boolean concerns(Assessment assessment);

  @Override
  protected int run(TraceStore store, Console console) {
    TraceInfo info =
        store
            .reader()
            .info(traceId)
            .orElseThrow(() -> MlflowException.notFound(UnknownTrace.message(traceId, store)));
    output.print(listing(), info.assessments().stream().filter(this::concerns).toList(), console);
    return SUCCESS;
  }

  private static Listing<Assessment> listing() {
    return new Listing<>(
        "assessments",
        List.of(
            Column.<Assessment>of("assessment_id", Assessment::assessmentId).titled("ID"),
            Column.<Assessment>of("name", Assessment::name).cut(),
            Column.<Assessment>shown("value", AssessmentList::value, AssessmentList::shownValue)
                .cut(),
            Column.<Assessment>of(
                    "source_type",
                    assessment -> assessment.source().sourceType().name().toLowerCase(Locale.ROOT))
                .titled("SOURCE"),
            Column.<Assessment>of("source_id", assessment -> assessment.source().sourceId())
                .titled("BY")
                .cut(),
            Column.<Assessment>of("rationale", Assessment::rationale).cut()),
        List.of(
            Column.of("span_id", Assessment::spanId),
            Column.shown(
                "create_time",
                assessment -> Texts.isoTime(assessment.createTimeUnixMillis()),
                assessment -> Texts.dateAndTime(assessment.createTimeUnixMillis())),
            Column.shown(
                "valid", Assessment::isValid, assessment -> assessment.isValid() ? "yes" : "no")),
        Assessment::toMap);
  }

  private static @Nullable Object value(Assessment assessment) {
    if (assessment instanceof Feedback feedback) {
      return feedback.error() == null ? feedback.value() : "error: " + feedback.error().errorCode();
    }
    return assessment instanceof Expectation expectation ? expectation.value() : null;
  }

  private static String shownValue(Assessment assessment) {
    String value = PlainText.of(value(assessment));
    return assessment.isValid() ? value : value + " (replaced)";
  }
}

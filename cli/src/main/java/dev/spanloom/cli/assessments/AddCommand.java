package dev.spanloom.cli.assessments;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.AssessmentSource;
import dev.spanloom.storage.TraceStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds an assessment to a trace, and prints its id. */
abstract class AddCommand extends StoreCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The trace id.")
  private String traceId = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "What is assessed.")
  private String name = "";

  @Option(names = "--rationale", paramLabel = "TEXT", description = "Why.")
  private @Nullable String rationale;

  @Option(
      names = "--source",
      paramLabel = "KIND",
      description = "Who says so: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.")
  private Source source = Source.HUMAN;

  @Option(
      names = "--source-id",
      paramLabel = "NAME",
      description = "The name of who says so; of a human, the user of this machine unless given.")
  private @Nullable String sourceId;

  @Option(names = "--span", paramLabel = "SPAN", description = "The id of the span meant.")
  private @Nullable String spanId;

  /** A builder with the value. */
  abstract Assessment.Builder<?> begin(String assessmentName);

  @Override
  protected int run(TraceStore store, Console console) {
    long now = System.currentTimeMillis();
    Assessment.Builder<?> builder = begin(name);
    builder.traceId(traceId);
    builder.spanId(spanId);
    builder.rationale(rationale);
    builder.source(new AssessmentSource(source.type(), sourceName()));
    builder.createTimeUnixMillis(now);
    builder.lastUpdateTimeUnixMillis(now);
    console.out().println(store.assessments().create(builder.build()).assessmentId());
    return SUCCESS;
  }

  private String sourceName() {
    return Optional.ofNullable(sourceId)
        .or(
            () ->
                source == Source.HUMAN
                    ? Optional.ofNullable(System.getProperty("user.name"))
                    : Optional.empty())
        .filter(text -> !text.isBlank())
        .orElse(AssessmentSource.DEFAULT_ID);
  }
}

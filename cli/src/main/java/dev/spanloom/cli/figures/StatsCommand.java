package dev.spanloom.cli.figures;

import dev.spanloom.cli.option.Durations;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.output.OutputOption;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.storage.TraceStore;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints figures over many traces, or over their spans. */
@Command(
    name = "stats",
    description = {
      "Count, errors, latency, tokens and cost of traces.",
      "Grouped by model, type, span.name or span.status, they are those of spans."
    },
    footer = {
      "",
      "  spanloom stats --since 24h --every 1h",
      "  spanloom stats --by name --by tag.env --since 7d",
      "  spanloom stats --by model --filter \"status = 'ERROR'\" --output json"
    })
public final class StatsCommand extends StoreCommand {
  @Mixin private TraceScope scope = new TraceScope();

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      split = ",",
      hideParamSyntax = true,
      converter = Grouping.Reader.class,
      description =
          "Group by name, status, user, session, model, type, span.name, span.status, tag.KEY or"
              + " metadata.KEY; several are allowed.")
  private List<Grouping> groupings = List.of();

  @Option(
      names = "--every",
      paramLabel = "STEP",
      converter = Durations.class,
      description = "Also group by time, in steps such as 15m, 1h or 1d (in UTC).")
  private @Nullable Duration every;

  @Mixin private OutputOption output = new OutputOption();

  @Override
  protected void checkWords() {
    if (every != null && every.toSeconds() < 1) {
      throw wrongUsage("--every: " + every.toMillis() + "ms (expected: 1s or more)");
    }
  }

  @Override
  protected int run(TraceStore store, Console console) {
    Measures measures =
        groupings.stream().anyMatch(Grouping::isOfSpans) ? Measures.OF_SPANS : Measures.OF_TRACES;
    List<Figures> figures =
        Figures.ask(store, scope, measures, groupings, every == null ? null : every.toSeconds());
    output.print(FiguresListing.of(measures, groupings, every != null), figures, console);
    if (figures.size() >= Figures.MOST) {
      console
          .err()
          .println(
              "Only "
                  + Texts.count(Figures.MOST, "group")
                  + " are shown; ask for fewer with --filter or --since.");
    }
    return SUCCESS;
  }
}

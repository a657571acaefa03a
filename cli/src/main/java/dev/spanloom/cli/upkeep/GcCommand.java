package dev.spanloom.cli.upkeep;

import dev.spanloom.cli.option.ByteSize;
import dev.spanloom.cli.option.Confirmation;
import dev.spanloom.cli.option.ExperimentOption;
import dev.spanloom.cli.option.FilterText;
import dev.spanloom.cli.option.PointInTime;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.ProgressLine;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.storage.RetentionPolicy;
import dev.spanloom.storage.RetentionReport;
import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes what is past its time, and gives space back. */
@Command(
    name = "gc",
    description = {
      "Delete traces beyond limits, and give space back to the file system.",
      "The oldest go first. Programs can go on writing meanwhile. Without a limit nothing is"
          + " deleted."
    },
    footer = {
      "",
      "  spanloom gc",
      "  spanloom gc --older-than 30d --keep-assessed --yes",
      "  spanloom gc --max-bytes 10GB --yes",
      "  spanloom gc --experiment tests --max-traces 1000 --dry-run"
    })
public final class GcCommand extends StoreCommand {
  @Mixin private ExperimentOption experiments = new ExperimentOption();

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      converter = PointInTime.Reader.class,
      description = "Traces that started before go: 30d, 12h, 15m ago, or a date.")
  private @Nullable PointInTime olderThan;

  @Option(
      names = "--max-traces",
      paramLabel = "N",
      description = "All but so many of the newest go.")
  private @Nullable Long maxTraces;

  @Option(
      names = "--max-bytes",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description =
          "The oldest go until the stored payloads take at most so much: 500MB, 10GB, 1.5GiB.")
  private @Nullable Long maxBytes;

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      converter = FilterText.Reader.class,
      description = "The limits concern only traces of which this is true.")
  private FilterText filter = FilterText.ALL;

  @Option(names = "--keep-assessed", description = "Traces with feedback or expectations stay.")
  private boolean keepAssessed;

  @Mixin private Confirmation confirmation = new Confirmation();

  @Override
  protected void checkWords() {
    if (maxTraces != null && maxTraces < 0) {
      throw wrongUsage("--max-traces: " + maxTraces + " (expected: 0 or more)");
    }
    if (!deletes() && (keepAssessed || experiments.isGiven() || !filter.equals(FilterText.ALL))) {
      throw wrongUsage("no limit (expected: some of --older-than, --max-traces, --max-bytes)");
    }
  }

  private boolean deletes() {
    return olderThan != null || maxTraces != null || maxBytes != null;
  }

  @Override
  protected int run(TraceStore store, Console console) {
    StoreHealth.Stats before = store.health().stats();
    if (deletes()) {
      RetentionPolicy policy = policy(store);
      GcPreview preview = GcPreview.of(policy, store, before);
      if (confirmation.isDryRun()) {
        preview.print(console);
        return SUCCESS;
      }
      if (preview.deletesNothing()) {
        console.out().println("No trace is beyond the limits.");
      } else if (!confirmation.given(preview.question(store))) {
        return FAILURE;
      } else {
        delete(policy, store, console);
      }
    } else if (confirmation.isDryRun()) {
      console.out().println("Would give back " + Texts.bytes(before.reclaimableBytes()) + ".");
      return SUCCESS;
    }
    compact(before, store, console);
    return SUCCESS;
  }

  private RetentionPolicy policy(TraceStore store) {
    return new RetentionPolicy(
        experiments.isGiven() ? experiments.ids(store) : List.of(),
        olderThan == null ? null : olderThan.unixMillis(),
        maxTraces,
        maxBytes,
        filter.filter(),
        keepAssessed);
  }

  private static void delete(RetentionPolicy policy, TraceStore store, Console console) {
    try (ProgressLine progress = console.progress("Deleting", "traces")) {
      RetentionReport report = store.deletion().retain(policy, progress);
      progress.close();
      console
          .out()
          .println(
              "Deleted "
                  + Texts.count(report.traces(), "trace")
                  + " with "
                  + Texts.count(report.spans(), "span")
                  + ", "
                  + Texts.bytes(report.payloadBytes())
                  + " of payload.");
      if (report.keptAssessed() > 0) {
        console
            .out()
            .println("Kept " + Texts.count(report.keptAssessed(), "trace") + " with assessments.");
      }
    }
  }

  private static void compact(StoreHealth.Stats before, TraceStore store, Console console) {
    try (ProgressLine progress = console.progress("Giving space back", "steps")) {
      store.health().compact(progress);
      progress.close();
      long after = store.health().stats().totalBytes();
      console
          .out()
          .println(
              "Gave back "
                  + Texts.bytes(Math.max(0, before.totalBytes() - after))
                  + ": "
                  + Texts.bytes(before.totalBytes())
                  + " before, "
                  + Texts.bytes(after)
                  + " now.");
    }
  }
}

package dev.spanloom.cli.traces;

import dev.spanloom.cli.option.Confirmation;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.option.TraceSelection;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.ProgressLine;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes traces by id, or those of which a filter is true. */
@Command(
    name = "delete",
    description = "Delete traces with their spans and assessments.",
    footer = {
      "",
      "  spanloom traces delete tr-0123…",
      "  spanloom traces delete --older-than 30d --filter \"tag.env = 'test'\" --yes",
      "  spanloom traces delete --experiment demo --dry-run"
    })
final class DeleteCommand extends StoreCommand {
  @Parameters(paramLabel = "ID", description = "Ids of traces, instead of a filter.")
  private List<String> ids = List.of();

  @Mixin private TraceSelection selection = new TraceSelection();
  @Mixin private Confirmation confirmation = new Confirmation();

  @Override
  protected void checkWords() {
    boolean selects = selection.isLimited() || selection.namesExperiments();
    if (ids.isEmpty() && !selects) {
      throw wrongUsage(
          "which traces? (expected: ids, or some of --filter, --older-than, --experiment)");
    }
    if (!ids.isEmpty() && selects) {
      throw wrongUsage(
          "ids and a filter (expected: either ids or --filter, --older-than," + " --experiment)");
    }
  }

  @Override
  protected int run(TraceStore store, Console console) {
    return ids.isEmpty() ? deleteSelected(store, console) : deleteByIds(store, console);
  }

  private int deleteSelected(TraceStore store, Console console) {
    TraceQuery query = selection.query(store);
    long count = store.search().count(query);
    if (count == 0 && !confirmation.isDryRun()) {
      console.out().println("Deleted 0 traces.");
      return SUCCESS;
    }
    if (confirmation.isDryRun()) {
      console.out().println(Texts.count(count, "trace") + " would be deleted.");
      return SUCCESS;
    }
    if (!confirmation.given(question(count, store))) {
      return FAILURE;
    }
    try (ProgressLine progress = console.progress("Deleting", "traces")) {
      int deleted = store.deletion().deleteMatching(query, progress);
      progress.close();
      console.out().println("Deleted " + Texts.count(deleted, "trace") + ".");
    }
    return SUCCESS;
  }

  private int deleteByIds(TraceStore store, Console console) {
    List<TraceInfo> infos = store.reader().infos(ids.stream().distinct().toList());
    List<String> found = infos.stream().map(TraceInfo::traceId).toList();
    List<String> unknown = ids.stream().filter(id -> !found.contains(id)).distinct().toList();
    unknown.forEach(id -> console.err().println("spanloom: " + UnknownTrace.message(id, store)));
    if (confirmation.isDryRun()) {
      console.out().println(Texts.count(found.size(), "trace") + " would be deleted.");
    } else if (!found.isEmpty()) {
      if (!confirmation.given(question(found.size(), store))) {
        return FAILURE;
      }
      int deleted = 0;
      for (Map.Entry<String, List<String>> part : byExperiment(infos).entrySet()) {
        deleted += store.deletion().deleteByIds(part.getKey(), part.getValue());
      }
      console.out().println("Deleted " + Texts.count(deleted, "trace") + ".");
    }
    return unknown.isEmpty() ? SUCCESS : FAILURE;
  }

  private static Map<String, List<String>> byExperiment(List<TraceInfo> infos) {
    return infos.stream()
        .collect(
            Collectors.groupingBy(
                info -> Optional.ofNullable(info.experimentId()).orElse(Experiment.DEFAULT_ID),
                Collectors.mapping(TraceInfo::traceId, Collectors.toList())));
  }

  private static String question(long count, TraceStore store) {
    return "Delete " + Texts.count(count, "trace") + " from " + store.description() + "?";
  }
}

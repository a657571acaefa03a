package dev.spanloom.cli.traces;

import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.storage.transfer.ImportReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What several imports took, and what not. Not thread-safe. */
final class ImportTotals {
  private static final int SHOWN = 20;

  private long traces;
  private long spans;
  private long assessments;
  private long skippedCount;
  private final List<ImportReport.Skipped> skipped = new ArrayList<>();

  void add(ImportReport report) {
    traces += report.traces();
    spans += report.spans();
    assessments += report.assessments();
    skippedCount += report.skippedCount();
    skipped.addAll(report.skipped());
  }

  boolean isComplete() {
    return skippedCount == 0;
  }

  void print(Console console, boolean asJson) {
    if (asJson) {
      console.out().println(JsonWriter.pretty().value(asMap()));
      return;
    }
    console
        .out()
        .println(
            "Took "
                + Texts.count(traces, "trace")
                + ", "
                + Texts.count(spans, "span")
                + ", "
                + Texts.count(assessments, "assessment")
                + ".");
    if (!isComplete()) {
      console.out().println("Did not take " + Texts.count(skippedCount, "thing") + ":");
      skipped.stream().limit(SHOWN).forEach(one -> console.out().println("  " + one));
      if (skippedCount > SHOWN) {
        console.out().println("  and " + Texts.count(skippedCount - SHOWN) + " more, see --json.");
      }
    }
  }

  private Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("traces", traces);
    map.put("spans", spans);
    map.put("assessments", assessments);
    map.put("skipped_count", skippedCount);
    map.put(
        "skipped",
        skipped.stream().map(one -> Map.of("where", one.where(), "reason", one.reason())).toList());
    return map;
  }
}

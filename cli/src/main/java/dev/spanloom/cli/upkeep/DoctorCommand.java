package dev.spanloom.cli.upkeep;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.Terminal;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.StoreHealth.Problem;
import dev.spanloom.storage.TraceStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells how a store is. */
@Command(
    name = "doctor",
    description = {
      "Tell how the store is, and what to do about problems.",
      "Sizes, versions, prices, how far the text index trails. Ends with 1 when there are problems."
    })
public final class DoctorCommand extends StoreCommand {
  /** A text index that trails so far will hardly catch up by itself. */
  private static final Duration LONGEST_LAG = Duration.ofMinutes(5);

  @Option(names = "--check", description = "Also read everything and look for damage.")
  private boolean check;

  @Option(names = "--json", description = "As one JSON document.")
  private boolean json;

  @Override
  protected int run(TraceStore store, Console console) {
    StoreHealth.Stats stats = store.health().stats();
    List<Problem> problems = new ArrayList<>();
    if (stats.indexLagMillis() > LONGEST_LAG.toMillis()) {
      problems.add(
          new Problem(
              "the text index trails by " + Texts.span(Duration.ofMillis(stats.indexLagMillis())),
              "it catches up while a program has the store open; searches are right meanwhile, but"
                  + " slower"));
    }
    PricesInUse prices = PricesInUse.now();
    if (prices.problem() != null) {
      problems.add(prices.problem());
    }
    if (check) {
      problems.addAll(store.health().check());
    }
    if (json) {
      printJson(store, stats, prices, problems, console);
    } else {
      print(store, stats, prices, problems, console);
    }
    return problems.isEmpty() ? SUCCESS : FAILURE;
  }

  private void print(
      TraceStore store,
      StoreHealth.Stats stats,
      PricesInUse prices,
      List<Problem> problems,
      Console console) {
    Map<String, String> lines = lines(store, stats);
    lines.put("Prices", prices.line());
    int label = lines.keySet().stream().mapToInt(String::length).max().orElse(0) + 2;
    lines.forEach((name, value) -> console.out().println(Texts.padded(name, label) + value));
    Terminal terminal = console.terminal();
    for (Problem problem : problems) {
      console.out().println(terminal.red("Problem: " + problem.what()));
      console.out().println("  " + problem.advice());
    }
    if (problems.isEmpty()) {
      console
          .out()
          .println(
              terminal.green(
                  check ? "Checked: no damage." : "No problems. --check looks for damage."));
    }
  }

  private static Map<String, String> lines(TraceStore store, StoreHealth.Stats stats) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Store", store.description());
    lines.put("Engine", stats.engine() + ", schema version " + stats.schemaVersion());
    lines.put("Traces", Texts.count(stats.traces()));
    lines.put("Spans", Texts.count(stats.spans()) + payload(stats));
    lines.put("Size", Texts.bytes(stats.totalBytes()) + reclaimable(stats));
    lines.put("Text index", textIndex(stats));
    stats.details().forEach((name, value) -> lines.put(sentenceCase(name), value));
    return lines;
  }

  private static String payload(StoreHealth.Stats stats) {
    String each =
        stats.spans() == 0
            ? ""
            : ", " + Texts.bytes(stats.payloadBytes() / stats.spans()) + " each";
    return ", " + Texts.bytes(stats.payloadBytes()) + " of payload" + each;
  }

  private static String reclaimable(StoreHealth.Stats stats) {
    return stats.reclaimableBytes() == 0
        ? ""
        : ", of which 'spanloom gc' gives back " + Texts.bytes(stats.reclaimableBytes());
  }

  private static String textIndex(StoreHealth.Stats stats) {
    return stats.unindexedChunks() == 0
        ? "complete"
        : Texts.count(stats.unindexedChunks(), "piece")
            + " behind, for "
            + Texts.span(Duration.ofMillis(stats.indexLagMillis()));
  }

  private static String sentenceCase(String name) {
    String words = name.replace('_', ' ');
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private void printJson(
      TraceStore store,
      StoreHealth.Stats stats,
      PricesInUse prices,
      List<Problem> problems,
      Console console) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("store", store.description());
    facts.put("engine", stats.engine());
    facts.put("schema_version", stats.schemaVersion());
    facts.put("traces", stats.traces());
    facts.put("spans", stats.spans());
    facts.put("payload_bytes", stats.payloadBytes());
    facts.put("total_bytes", stats.totalBytes());
    facts.put("reclaimable_bytes", stats.reclaimableBytes());
    facts.put("unindexed_chunks", stats.unindexedChunks());
    facts.put("index_lag_ms", stats.indexLagMillis());
    facts.put("details", stats.details());
    Map<String, @Nullable Object> book = new LinkedHashMap<>();
    book.put("file", prices.file() == null ? null : prices.file().toString());
    book.put("date", prices.date() == null ? null : prices.date().toString());
    book.put("count", prices.count());
    facts.put("prices", book);
    facts.put("checked", check);
    facts.put(
        "problems",
        problems.stream()
            .map(problem -> Map.of("what", problem.what(), "advice", problem.advice()))
            .toList());
    console.out().println(JsonWriter.pretty().value(facts));
  }
}

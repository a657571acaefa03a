package dev.spanloom.cli.figures;

import dev.spanloom.cli.option.ExperimentOption;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.output.Column;
import dev.spanloom.cli.output.Listing;
import dev.spanloom.cli.output.OutputOption;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.storage.TraceMetrics.ObservedValue;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the values that were seen of a field, or the keys of a family. */
@Command(
    name = "values",
    description = "List the values that were seen of a field, the most frequent first.",
    footer = {
      "",
      "  spanloom values tag.env               values of a tag",
      "  spanloom values span.model            also name, span.name, span.type",
      "  spanloom values span.attributes.tool  values of a span attribute",
      "  spanloom values tag                   keys of tags; also metadata, feedback"
    })
public final class ValuesCommand extends StoreCommand {
  @Parameters(
      paramLabel = "FIELD",
      converter = ValueSource.Reader.class,
      description = "What has values, as filters name it, or a family that has keys.")
  private ValueSource source = ValueSource.NAMES;

  @Mixin private ExperimentOption experiments = new ExperimentOption();

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Only those that begin so, whatever the case.")
  private String prefix = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many; ${DEFAULT-VALUE} unless given.")
  private int limit = 100;

  @Mixin private OutputOption output = new OutputOption();

  @Override
  protected void checkWords() {
    if (limit < 1) {
      throw wrongUsage("--limit: " + limit + " (expected: 1 or more)");
    }
  }

  @Override
  protected int run(TraceStore store, Console console) {
    output.print(listing(), source.ask(store, experiments.ids(store), prefix, limit), console);
    return SUCCESS;
  }

  private static Listing<ObservedValue> listing() {
    return Listing.ofColumns(
        "values",
        List.of(
            Column.number("traces", ObservedValue::traces, value -> Texts.count(value.traces())),
            Column.<ObservedValue>of("value", ObservedValue::value).cut()));
  }
}

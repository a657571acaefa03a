package dev.spanloom.cli.traces;

import dev.spanloom.cli.option.ExperimentOption;
import dev.spanloom.cli.option.FilterText;
import dev.spanloom.cli.option.OrderText;
import dev.spanloom.cli.option.PageOptions;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the traces of which a filter is true. */
@Command(
    name = "search",
    description = "Find traces by a filter, newest first.",
    footer = {
      "",
      "Filters, in quotes for the shell:",
      "  status = 'ERROR' AND timestamp_ms >= ago(2h)",
      "  name LIKE 'chat%%' AND (tag.env = 'prod' OR NOT EXISTS tag.env)",
      "  span(type = 'TOOL' AND duration_ms > 500)",
      "  trace.text LIKE '%%refund%%' AND total_tokens > 1000",
      "  feedback.correct = false"
    })
final class SearchCommand extends StoreCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILTER",
      converter = FilterText.Reader.class,
      description = "Which traces; all unless given.")
  private FilterText filter = FilterText.ALL;

  @Mixin private ExperimentOption experiments = new ExperimentOption();
  @Mixin private TraceOutput output = new TraceOutput();
  @Mixin private PageOptions page = new PageOptions();

  @Option(
      names = "--order-by",
      paramLabel = "FIELD [DESC]",
      converter = OrderText.Reader.class,
      description = "Such as 'execution_time_ms DESC'; several times for several keys.")
  private List<OrderText> orderBy = List.of();

  @Override
  protected void checkWords() {
    page.check();
    if (orderBy.stream().map(order -> order.key().field()).distinct().count() < orderBy.size()) {
      throw wrongUsage("--order-by: a field twice (expected: each field once)");
    }
  }

  @Override
  protected int run(TraceStore store, Console console) {
    TraceQuery query =
        TraceQuery.builder(experiments.ids(store).toArray(String[]::new))
            .filter(filter.filter())
            .orderBy(orderBy.stream().map(OrderText::key).toList())
            .pageToken(page.token())
            .build();
    new TracePages(store, console, output.readsSpans())
        .print(query, page.limit(), output.rows(console));
    return SUCCESS;
  }
}

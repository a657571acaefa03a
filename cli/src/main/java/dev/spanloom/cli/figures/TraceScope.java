package dev.spanloom.cli.figures;

import dev.spanloom.cli.option.ExperimentOption;
import dev.spanloom.cli.option.FilterText;
import dev.spanloom.cli.option.PointInTime;
import dev.spanloom.query.Filter;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The traces that figures are made of. */
final class TraceScope {
  @Mixin private ExperimentOption experiments = new ExperimentOption();

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      converter = FilterText.Reader.class,
      description = "Only traces of which this is true, such as \"tag.env = 'prod'\".")
  private FilterText filter = FilterText.ALL;

  @Option(
      names = "--since",
      paramLabel = "AGE",
      converter = PointInTime.Reader.class,
      description = "Only what started since: 24h, 7d ago, or a date.")
  private @Nullable PointInTime since;

  List<String> experimentIds(TraceStore store) {
    return experiments.ids(store);
  }

  Filter filter() {
    return filter.filter();
  }

  @Nullable Long sinceUnixMillis() {
    return since == null ? null : since.unixMillis();
  }

  /** A query of these traces, to be completed. */
  TraceQuery.Builder query(TraceStore store) {
    return TraceQuery.builder(experimentIds(store).toArray(String[]::new))
        .filter(filter())
        .minTimeUnixMillis(sinceUnixMillis());
  }
}

package dev.spanloom.cli.option;

import dev.spanloom.query.Filter;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The traces that a command is about. */
public final class TraceSelection {
  @Mixin private ExperimentOption experiments = new ExperimentOption();

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      converter = FilterText.Reader.class,
      description = "Only traces of which this is true, such as \"status = 'ERROR'\".")
  private FilterText filter = FilterText.ALL;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      converter = PointInTime.Reader.class,
      description = "Only traces that started before: 30d, 12h, 15m ago, or a date.")
  private @Nullable PointInTime olderThan;

  /** Whether anything limits the traces beside their experiment. */
  public boolean isLimited() {
    return !filter.equals(FilterText.ALL) || olderThan != null;
  }

  /** Whether an experiment was named. */
  public boolean namesExperiments() {
    return experiments.isGiven();
  }

  /** The query, oldest traces first. */
  public TraceQuery query(TraceStore store) {
    List<Filter> conditions = new ArrayList<>(List.of(filter.filter()));
    if (olderThan != null) {
      conditions.add(
          new Filter.Compare(
              TraceField.TIMESTAMP_MS, Operator.LESS, Literal.Number.of(olderThan.unixMillis())));
    }
    return TraceQuery.builder(experiments.ids(store).toArray(String[]::new))
        .filter(Filter.allOf(conditions))
        .oldestFirst(true)
        .build();
  }
}

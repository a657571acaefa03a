package dev.spanloom.cli.figures;

import dev.spanloom.cli.output.Column;
import dev.spanloom.cli.output.Listing;
import dev.spanloom.cli.terminal.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How figures are listed: time and groups, and then a column for each figure. */
final class FiguresListing {
  private FiguresListing() {}

  static Listing<Figures> of(Measures measures, List<Grouping> groupings, boolean inSteps) {
    List<Column<Figures>> columns = new ArrayList<>();
    if (inSteps) {
      columns.add(
          Column.shown(
              "time",
              figures -> map(figures.bucketStartUnixMillis(), Texts::isoTime),
              figures -> text(figures.bucketStartUnixMillis(), Texts::dateAndTime)));
    }
    for (Grouping grouping : groupings) {
      String dimension = grouping.dimension().name();
      columns.add(
          Column.<Figures>of(grouping.name(), figures -> figures.groups().get(dimension)).cut());
    }
    columns.add(
        Column.number(
            measures.counted(), Figures::count, figures -> text(figures.count(), Texts::count)));
    columns.add(
        Column.<Figures>number(
                "errors", Figures::errors, figures -> text(figures.errors(), Texts::count))
            .redWhen(FiguresListing::hasErrors));
    for (String percentile : List.of("P50", "P95", "P99")) {
      columns.add(
          Column.<Figures>number(
                  percentile.toLowerCase(Locale.ROOT) + "_ms",
                  figures -> figures.value(percentile),
                  figures -> text(figures.value(percentile), FiguresListing::millis))
              .titled(percentile));
    }
    columns.add(
        Column.number("tokens", Figures::tokens, figures -> text(figures.tokens(), Texts::count)));
    columns.add(
        Column.number(
            "cost",
            figures -> figures.value(Figures.COST),
            figures -> text(figures.value(Figures.COST), Texts::dollars)));
    return Listing.ofColumns("figures", columns);
  }

  private static boolean hasErrors(Figures figures) {
    Long errors = figures.errors();
    return errors != null && errors > 0;
  }

  private static String millis(double millis) {
    return Texts.duration(Math.round(millis * 1e6));
  }

  private static <V> @Nullable Object map(@Nullable V value, Function<V, Object> to) {
    return value == null ? null : to.apply(value);
  }

  private static <V> String text(@Nullable V value, Function<V, String> to) {
    return value == null ? "" : to.apply(value);
  }
}

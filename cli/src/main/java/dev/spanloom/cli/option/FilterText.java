package dev.spanloom.cli.option;

import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.query.Filters;

/**
 * A filter that a user wrote.
 *
 * @param text as it was written
 * @param filter what it means, with {@code ago()} counted from when it was read
 */
public record FilterText(String text, Filter filter) {
  /** True of every trace. */
  public static final FilterText ALL = new FilterText("", Filter.ALL);

  /** Reads one. */
  public static final class Reader extends QueryReader<FilterText> {
    @Override
    FilterText parse(String text) {
      return new FilterText(
          text, Filters.resolve(FilterParser.parse(text), System.currentTimeMillis()));
    }
  }
}

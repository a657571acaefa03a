package dev.spanloom.query;

/** What is done with filters as a whole. */
public final class Filters {
  private Filters() {}

  /** The filter with {@code ago()} and moments replaced by numbers of milliseconds. */
  public static Filter resolve(Filter filter, long nowUnixMillis) {
    if (filter instanceof Filter.And and) {
      return new Filter.And(and.parts().stream().map(f -> resolve(f, nowUnixMillis)).toList());
    }
    if (filter instanceof Filter.Or or) {
      return new Filter.Or(or.parts().stream().map(f -> resolve(f, nowUnixMillis)).toList());
    }
    if (filter instanceof Filter.Not not) {
      return new Filter.Not(resolve(not.operand(), nowUnixMillis));
    }
    if (filter instanceof Filter.Compare compare) {
      Literal value = compare.value();
      if (value instanceof Literal.Ago ago) {
        return with(compare, nowUnixMillis - ago.millis());
      }
      if (value instanceof Literal.Moment moment) {
        return with(compare, moment.unixMillis());
      }
    }
    return filter;
  }

  private static Filter with(Filter.Compare compare, long millis) {
    return new Filter.Compare(compare.field(), compare.operator(), Literal.Number.of(millis));
  }
}

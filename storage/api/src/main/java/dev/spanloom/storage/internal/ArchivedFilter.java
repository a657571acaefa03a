package dev.spanloom.storage.internal;

import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import java.util.List;

/** What a filter means for archived traces, which have no text. */
public final class ArchivedFilter {
  private static final Filter NEVER = new Filter.Or(List.of());

  private ArchivedFilter() {}

  /** The filter as it is to be asked of an archived trace. */
  public static Filter of(Filter filter) {
    if (filter instanceof Filter.And and) {
      return new Filter.And(and.parts().stream().map(ArchivedFilter::of).toList());
    }
    if (filter instanceof Filter.Or or) {
      return new Filter.Or(or.parts().stream().map(ArchivedFilter::of).toList());
    }
    if (filter instanceof Filter.Not not) {
      return new Filter.Not(of(not.operand()));
    }
    if (filter instanceof Filter.InSpan inSpan) {
      return new Filter.InSpan(of(inSpan.condition()));
    }
    if (filter instanceof Filter.Present present && isText(present.field())) {
      return present.negated() ? Filter.ALL : NEVER;
    }
    boolean asksForText =
        (filter instanceof Filter.Compare compare && isText(compare.field()))
            || (filter instanceof Filter.OneOf oneOf && isText(oneOf.field()));
    return asksForText ? NEVER : filter;
  }

  private static boolean isText(Field field) {
    return field == TraceField.TEXT || field == SpanField.CONTENT;
  }
}

package dev.spanloom.internal.mlflow;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterPrinter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.OrderKey;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The part of our search language that a server of MLflow understands: conditions that all hold,
 * each of one field with one value. What it does not is refused before it is sent, by name.
 */
public final class MlflowFilter {
  private static final Set<TraceField> NUMBERS =
      EnumSet.of(TraceField.TIMESTAMP_MS, TraceField.END_TIME_MS, TraceField.EXECUTION_TIME_MS);
  private static final Set<TraceField> TEXTS =
      EnumSet.of(
          TraceField.REQUEST_ID,
          TraceField.CLIENT_REQUEST_ID,
          TraceField.NAME,
          TraceField.STATUS,
          TraceField.RUN_ID,
          TraceField.PROMPT,
          TraceField.TEXT);
  private static final Set<? extends Field> LISTS =
      Set.of(
          TraceField.REQUEST_ID,
          TraceField.CLIENT_REQUEST_ID,
          TraceField.STATUS,
          SpanField.NAME,
          SpanField.TYPE,
          SpanField.STATUS);
  private static final Set<SpanField> SPAN_TEXTS =
      EnumSet.of(SpanField.NAME, SpanField.TYPE, SpanField.STATUS, SpanField.CONTENT);
  private static final Set<TraceField> SORTABLE =
      EnumSet.of(
          TraceField.TIMESTAMP_MS,
          TraceField.EXECUTION_TIME_MS,
          TraceField.STATUS,
          TraceField.REQUEST_ID,
          TraceField.NAME,
          TraceField.RUN_ID,
          TraceField.EXPERIMENT_ID);

  private MlflowFilter() {}

  /**
   * The text of a filter for a server of MLflow.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for what it cannot answer
   */
  public static String text(Filter filter) {
    return FilterPrinter.print(understood(filter));
  }

  /** The texts of an order for a server of MLflow. */
  public static List<String> order(List<OrderKey> keys) {
    return FilterPrinter.print(
        keys.stream().map(key -> new OrderKey(sortable(key.field()), key.descending())).toList());
  }

  private static Field sortable(Field field) {
    Field spoken = spoken(field);
    if ((spoken instanceof TraceField fact && SORTABLE.contains(fact))
        || spoken instanceof KeyedField) {
      return spoken;
    }
    throw refused(
        "order by " + FilterPrinter.print(field), "time, duration, state, id, name, tags");
  }

  private static Filter understood(Filter filter) {
    if (filter instanceof Filter.And and) {
      return Filter.allOf(and.parts().stream().map(MlflowFilter::understood).toList());
    }
    if (filter instanceof Filter.Compare compare) {
      return understood(compare);
    }
    if (filter instanceof Filter.OneOf oneOf && LISTS.contains(oneOf.field())) {
      return new Filter.OneOf(
          oneOf.field(),
          oneOf.negated(),
          oneOf.values().stream().map(value -> plain(filter, value)).toList());
    }
    if (filter instanceof Filter.InSpan span && span.condition() instanceof Filter.Compare one) {
      return understood(one); // of one condition it says no more than without
    }
    throw refused(FilterPrinter.print(filter), "conditions of one field joined by AND");
  }

  private static Filter understood(Filter.Compare compare) {
    Field field = spoken(compare.field());
    Operator operator = compare.operator();
    boolean ordered =
        operator == Operator.LESS
            || operator == Operator.LESS_OR_EQUAL
            || operator == Operator.GREATER
            || operator == Operator.GREATER_OR_EQUAL;
    boolean number = field instanceof TraceField fact && NUMBERS.contains(fact);
    boolean text =
        (field instanceof TraceField fact && TEXTS.contains(fact))
            || (field instanceof SpanField ofSpan && SPAN_TEXTS.contains(ofSpan))
            || field instanceof KeyedField;
    boolean attribute =
        field instanceof KeyedField keyed && keyed.family() == KeyedField.Family.SPAN_ATTRIBUTE;
    if ((!number && !text)
        || (number && operator.isPattern())
        || (text && ordered)
        || (attribute && !operator.isPattern())) {
      throw refused(
          FilterPrinter.print(compare),
          attribute ? "LIKE, ILIKE or RLIKE of an attribute" : "fields of MLflow's own language");
    }
    Literal value = plain(compare, compare.value());
    return new Filter.Compare(field, operator, number ? value : asText(compare, value));
  }

  /** Fields of ours that are metadata to MLflow. */
  private static Field spoken(Field field) {
    if (field == TraceField.SESSION_ID) {
      return KeyedField.metadata(TraceMetadataKey.TRACE_SESSION);
    }
    return field == TraceField.USER ? KeyedField.metadata(TraceMetadataKey.TRACE_USER) : field;
  }

  private static Literal plain(Filter around, Literal value) {
    if (value instanceof Literal.Moment moment) {
      return Literal.Number.of(moment.unixMillis());
    }
    if (value instanceof Literal.Text text
        && text.value().indexOf('\'') >= 0
        && text.value().indexOf('"') >= 0) {
      throw refused(FilterPrinter.print(around), "texts with one kind of quotes");
    }
    return value;
  }

  private static Literal asText(Filter around, Literal value) {
    if (value instanceof Literal.Number number) {
      return new Literal.Text(number.value().toPlainString());
    }
    if (value instanceof Literal.Bool bool) {
      return new Literal.Text(Boolean.toString(bool.value()));
    }
    return plain(around, value);
  }

  private static MlflowException refused(String part, String expected) {
    return MlflowException.invalidParameter(
        "filter: a server of MLflow cannot answer \""
            + part
            + "\" (expected: "
            + expected
            + "; a Spanloom server answers all of the language)");
  }
}

package dev.spanloom.query;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes filters and orders as text, with no more parentheses than needed. What {@link
 * FilterParser} has read comes out as a text that it reads as the same filter.
 */
public final class FilterPrinter {
  private final StringBuilder out = new StringBuilder();
  private boolean inSpan;

  private FilterPrinter() {}

  /** How tight the parts of a filter hold together. */
  private enum Bond {
    OR,
    AND,
    NOT,
    CONDITION
  }

  /** The text of a filter; empty of {@link Filter#ALL}. */
  public static String print(Filter filter) {
    if (filter.equals(Filter.ALL)) {
      return "";
    }
    FilterPrinter printer = new FilterPrinter();
    printer.write(filter, Bond.OR);
    return printer.out.toString();
  }

  /** The texts of an order, as {@link OrderByParser} reads them. */
  public static List<String> print(List<OrderKey> keys) {
    return keys.stream()
        .map(key -> FieldNames.of(key.field(), false) + (key.descending() ? " DESC" : " ASC"))
        .toList();
  }

  /** The name of a field, as filters and orders have it. */
  public static String print(Field field) {
    return FieldNames.of(field, false);
  }

  private void write(Filter filter, Bond around) {
    if (filter instanceof Filter.And and) {
      several(and.parts(), " AND ", Bond.AND, around);
    } else if (filter instanceof Filter.Or or) {
      several(or.parts(), " OR ", Bond.OR, around);
    } else if (filter instanceof Filter.Not not) {
      out.append("NOT ");
      write(not.operand(), Bond.NOT);
    } else if (filter instanceof Filter.InSpan same) {
      sameSpan(same.condition());
    } else if (filter instanceof Filter.Present present) {
      String name = name(present.field());
      out.append(present.negated() ? name + " IS NULL" : "EXISTS " + name);
    } else if (filter instanceof Filter.OneOf oneOf) {
      out.append(name(oneOf.field()))
          .append(oneOf.negated() ? " NOT IN (" : " IN (")
          .append(
              oneOf.values().stream().map(FilterPrinter::text).collect(Collectors.joining(", ")))
          .append(')');
    } else if (filter instanceof Filter.Compare compare) {
      out.append(name(compare.field()))
          .append(' ')
          .append(compare.operator().symbol())
          .append(' ')
          .append(text(compare.value()));
    }
  }

  private void several(List<Filter> parts, String word, Bond bond, Bond around) {
    if (parts.isEmpty()) {
      // the language has no words for always and never: everything has a name or an id
      Field always = inSpan ? SpanField.NAME : TraceField.REQUEST_ID;
      write(new Filter.Present(always, bond == Bond.OR), around);
      return;
    }
    if (parts.size() == 1) {
      write(parts.get(0), around);
      return;
    }
    boolean parentheses = bond.compareTo(around) < 0;
    out.append(parentheses ? "(" : "");
    String between = "";
    for (Filter part : parts) {
      out.append(between);
      write(part, bond);
      between = word;
    }
    out.append(parentheses ? ")" : "");
  }

  private void sameSpan(Filter condition) {
    if (inSpan) {
      write(condition, Bond.CONDITION);
      return;
    }
    inSpan = true;
    out.append("span(");
    write(condition, Bond.OR);
    out.append(')');
    inSpan = false;
  }

  private String name(Field field) {
    return FieldNames.of(field, inSpan);
  }

  private static String text(Literal literal) {
    if (literal instanceof Literal.Text text) {
      return quoted(text.value());
    }
    if (literal instanceof Literal.Number number) {
      return number.value().toString();
    }
    if (literal instanceof Literal.Bool bool) {
      return Boolean.toString(bool.value());
    }
    if (literal instanceof Literal.Moment moment) {
      return quoted(moment.text());
    }
    Literal.Ago ago = (Literal.Ago) literal;
    return ago.text().equals(LiteralParser.NOW) ? "now()" : "ago(" + ago.text() + ")";
  }

  /** In the quotes that the text does not hold; else doubled, as SQL does. */
  private static String quoted(String text) {
    if (text.indexOf('\'') >= 0 && text.indexOf('"') < 0) {
      return '"' + text + '"';
    }
    return "'" + text.replace("'", "''") + "'";
  }
}

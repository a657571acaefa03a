package dev.spanloom.query;

import dev.spanloom.entities.MlflowException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads orders: MLflow's {@code order_by} of a search for traces. */
public final class OrderByParser {
  private static final int LONGEST = 10_000;

  private OrderByParser() {}

  /**
   * The keys of an order; none of null. Each item is a field and, if wanted, ASC or DESC.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a field that has no order, one that is
   *     named twice, and anything else behind a field
   */
  public static List<OrderKey> parse(@Nullable List<String> orderBy) {
    List<OrderKey> keys = new ArrayList<>();
    Set<Field> seen = new LinkedHashSet<>();
    for (String item : orderBy == null ? List.<String>of() : orderBy) {
      OrderKey key = key(item);
      if (!seen.add(key.field())) {
        throw MlflowException.invalidParameter(
            "order_by: \"" + item + "\" (expected: each field once, and it is there already)");
      }
      keys.add(key);
    }
    return List.copyOf(keys);
  }

  private static OrderKey key(@Nullable String item) {
    if (item == null || item.length() > LONGEST) {
      throw MlflowException.invalidParameter(
          "order_by: "
              + (item == null ? "null" : item.length() + " characters")
              + " (expected: a field, and ASC or DESC)");
    }
    SourceText source = new SourceText("order_by \"" + SourceText.shortened(item) + "\"", item);
    TokenStream tokens = new TokenStream(source);
    Token name = tokens.takeFieldName();
    Field field = FieldNames.resolve(source, name, false);
    if (!isSortable(field)) {
      throw source.error(
          name.start(),
          source.quote(name)
              + " has no order (expected: a field of the trace other than prompt and text, tag.<key>"
              + " or metadata.<key>)");
    }
    boolean descending = tokens.takeKeyword("DESC");
    if (!descending) {
      tokens.takeKeyword("ASC");
    }
    tokens.expectEnd("ASC, DESC or the end");
    return new OrderKey(field, descending);
  }

  private static boolean isSortable(Field field) {
    if (field instanceof KeyedField keyed) {
      return keyed.family() == KeyedField.Family.TAG
          || keyed.family() == KeyedField.Family.METADATA;
    }
    return field instanceof TraceField traceField
        && traceField != TraceField.PROMPT
        && traceField != TraceField.TEXT;
  }
}

package dev.spanloom.conventions;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of a table: a lookup and what its value means.
 *
 * @param notation as the table writes it
 * @param when attributes that the span must have with one of these values, {@code *} being any
 * @param not values that do not count
 * @param names what values are called in MLflow, in lower case, {@code *} being any; empty where
 *     the value itself is wanted
 * @param format the {@code mlflow.message.format} of the value; null when it has none
 */
record Source(
    String notation,
    Lookup lookup,
    Map<String, Set<String>> when,
    Set<String> not,
    Map<String, String> names,
    @Nullable String format) {
  static final String ANY = "*";

  Source {
    when = Map.copyOf(when);
    not = Set.copyOf(not);
    names = Map.copyOf(names);
  }

  /** The value; null when the span has none that counts. */
  @Nullable Object find(SpanView span) {
    for (Map.Entry<String, Set<String>> condition : when.entrySet()) {
      Object value = span.value(condition.getKey());
      if (value == null
          || !(condition.getValue().contains(ANY)
              || condition.getValue().contains(value.toString()))) {
        return null;
      }
    }
    Object value = lookup.find(span);
    if (Values.isEmpty(value) || (value instanceof String text && not.contains(text))) {
      return null;
    }
    return names.isEmpty() ? value : name(value);
  }

  private @Nullable String name(@Nullable Object value) {
    String text = Values.text(value);
    String name = text == null ? null : names.get(text.toLowerCase(Locale.ROOT));
    return name != null ? name : names.get(ANY);
  }

  List<Trigger> triggers() {
    return lookup.triggers();
  }
}

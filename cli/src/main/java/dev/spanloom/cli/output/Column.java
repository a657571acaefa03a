package dev.spanloom.cli.output;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name for programs, in snake case
 * @param title for people
 * @param value for programs: a plain value; null for none
 * @param text for people
 * @param right whether it stands at the right, as numbers do
 * @param flexible whether it is cut where the terminal is too narrow
 * @param alarming what is shown in red
 */
public record Column<T>(
    String name,
    String title,
    Function<T, @Nullable Object> value,
    Function<T, String> text,
    boolean right,
    boolean flexible,
    Predicate<T> alarming) {

  /** A text that people and programs see alike. */
  public static <T> Column<T> of(String name, Function<T, @Nullable String> text) {
    return new Column<>(
        name,
        title(name),
        text::apply,
        item -> {
          String found = text.apply(item);
          return found == null ? "" : found;
        },
        false,
        false,
        item -> false);
  }

  /** A number, which people see in another form. */
  public static <T> Column<T> number(
      String name, Function<T, @Nullable Object> value, Function<T, String> text) {
    return new Column<>(name, title(name), value, text, true, false, item -> false);
  }

  /** A value that people see in another form. */
  public static <T> Column<T> shown(
      String name, Function<T, @Nullable Object> value, Function<T, String> text) {
    return new Column<>(name, title(name), value, text, false, false, item -> false);
  }

  public Column<T> cut() {
    return new Column<>(name, title, value, text, right, true, alarming);
  }

  public Column<T> redWhen(Predicate<T> condition) {
    return new Column<>(name, title, value, text, right, flexible, condition);
  }

  public Column<T> titled(String otherTitle) {
    return new Column<>(name, otherTitle, value, text, right, flexible, alarming);
  }

  private static String title(String name) {
    return name.replace('_', ' ').toUpperCase(Locale.ROOT);
  }
}

package dev.spanloom.storage.sql.search;

import dev.spanloom.query.FieldValue;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A part of a filter, translated.
 *
 * @param bounds what SQL says of it
 * @param sources where its traces can be taken from, each being enough
 * @param columnTest what a row can be asked besides, which makes it exact; null for none
 */
record Node(Bounds bounds, List<Source> sources, @Nullable ColumnTest columnTest) {
  /**
   * A test of a column in Java.
   *
   * @param column an expression of text type, over {@code t}
   * @param test true of values; a row without one fails
   */
  record ColumnTest(String column, Predicate<FieldValue> test) {}

  static final Node TRUE = of(Bounds.TRUE);
  static final Node FALSE = of(Bounds.FALSE);

  static Node of(Bounds bounds) {
    return new Node(
        bounds,
        bounds.upper().isFalse() ? List.of(new Source.Terms(List.of(), 0, true)) : List.of(),
        null);
  }

  static Node of(Bounds bounds, Source source) {
    return bounds.upper().isFalse() ? FALSE : new Node(bounds, List.of(source), null);
  }

  static Node of(Bounds bounds, List<Source> sources) {
    return bounds.upper().isFalse() ? FALSE : new Node(bounds, sources, null);
  }

  Node not() {
    return of(bounds.not());
  }
}

package dev.spanloom.storage.sql.search;

import dev.spanloom.query.FieldValue;
import dev.spanloom.query.Operator;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Conditions on values that the index holds of a trace itself: a trace has one of a key at most.
 */
final class ValueConditions {
  private final Dictionary dictionary;
  private final Postings postings;

  ValueConditions(Dictionary dictionary, Postings postings) {
    this.dictionary = dictionary;
    this.postings = postings;
  }

  Node node(String family, String name, LeafTest leaf, Predicate<FieldValue> test)
      throws SQLException {
    Optional<Dictionary.Key> key = dictionary.key(family, name);
    Optional<Dictionary.Entry> presence =
        key.isEmpty() ? Optional.empty() : dictionary.presence(key.get());
    if (presence.isEmpty() || leaf instanceof LeafTest.None) {
      return Node.FALSE;
    }
    Node present = has(List.of(presence.get()));
    if (leaf instanceof LeafTest.OneOf oneOf) {
      Node equal = equal(key.get(), oneOf, present);
      return oneOf.negated()
          ? Node.of(
              Bounds.allOf(List.of(present.bounds(), equal.bounds().not())),
              Source.partial(present.sources()))
          : equal;
    }
    if (leaf instanceof LeafTest.Ordered ordered) {
      return range(key.get(), ordered.operator(), ordered.limit());
    }
    return leaf instanceof LeafTest.Pattern pattern
        ? matching(key.get(), pattern, test, present)
        : present;
  }

  private Node has(List<Dictionary.Entry> entries) {
    return entries.isEmpty()
        ? Node.FALSE
        : Node.of(Bounds.exact(postings.has(entries)), Source.Terms.of(entries));
  }

  /** A trace has one number of such a key. */
  private static Node range(Dictionary.Key key, Operator operator, double limit) {
    Expr condition = Expr.of("r.low " + operator.symbol() + " ?", limit);
    return Node.of(
        Bounds.exact(Postings.range(key, condition)),
        Postings.rangeSource(key, condition, operator, limit));
  }

  private Node equal(Dictionary.Key key, LeafTest.OneOf oneOf, Node present) throws SQLException {
    List<Node> any = new ArrayList<>();
    if (!oneOf.texts().isEmpty()) {
      any.add(found(dictionary.equal(key, oneOf.texts()), present));
    }
    for (Double number : oneOf.numbers()) {
      any.add(range(key, Operator.EQUAL, number));
    }
    return anyOf(any);
  }

  static Node anyOf(List<Node> nodes) {
    return nodes.size() == 1
        ? nodes.get(0)
        : Node.of(
            Bounds.anyOf(nodes.stream().map(Node::bounds).toList()),
            Source.anyOf(nodes.stream().map(Node::sources).toList()));
  }

  private Node found(Dictionary.Found found, Node present) {
    Node sure = has(found.sure());
    if (found.isExact()) {
      return sure;
    }
    Node possible = found.complete() ? has(found.possible()) : present;
    return Node.of(
        Bounds.between(possible.bounds().upper(), sure.bounds().lower()), possible.sources());
  }

  private Node matching(
      Dictionary.Key key, LeafTest.Pattern pattern, Predicate<FieldValue> test, Node present)
      throws SQLException {
    if (pattern.operator() == Operator.LIKE
        && LikeShape.of(pattern.pattern()).kind() == LikeShape.Kind.EQUAL) {
      return found(dictionary.equal(key, List.of(pattern.pattern())), present);
    }
    Dictionary.Found found = dictionary.scan(key, test, prefix(pattern), Postings.MOST_TERMS);
    return found.isExact() ? sure(key, found.sure(), present) : found(found, present);
  }

  /** By the other values when these are fewer: each is one more that a trace is asked for. */
  private Node sure(Dictionary.Key key, List<Dictionary.Entry> entries, Node present)
      throws SQLException {
    Node sure = has(entries);
    Optional<List<Dictionary.Entry>> others =
        entries.size() < 2
            ? Optional.empty()
            : dictionary.others(key, entries, entries.size() - 2); // its presence is asked too
    if (others.isEmpty()) {
      return sure;
    }
    return others.get().isEmpty()
        ? present
        : Node.of(
            Bounds.allOf(List.of(present.bounds(), has(others.get()).bounds().not())),
            sure.sources());
  }

  /** What the values begin with that fit a pattern. */
  static String prefix(LeafTest.Pattern pattern) {
    return pattern.operator() == Operator.LIKE ? LikeShape.of(pattern.pattern()).prefix() : "";
  }
}

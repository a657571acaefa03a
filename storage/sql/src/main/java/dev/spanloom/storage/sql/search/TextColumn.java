package dev.spanloom.storage.sql.search;

import dev.spanloom.query.FieldValue;
import dev.spanloom.query.Operator;
import dev.spanloom.query.Words;
import dev.spanloom.storage.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Conditions on a column of text. */
final class TextColumn {
  /** The characters that are no ASCII but fold to ASCII, and what they fold to. */
  private static final String[][] FOLDING_TO_ASCII = {
    {"\u0130", "i"}, {"\u0131", "i"}, {"\u017f", "s"}, {"\u212a", "k"}
  };

  private final Dialect dialect;

  /** Not the column alone, so that no index on it takes the place of the one that is meant. */
  private final String value;

  private final String column;

  TextColumn(Dialect dialect, String column) {
    this.dialect = dialect;
    this.column = column;
    this.value = "(" + column + " || '')";
  }

  Expr present() {
    return Expr.of(column + " IS NOT NULL");
  }

  Expr in(java.util.Collection<String> texts) {
    if (texts.isEmpty()) {
      return Expr.FALSE;
    }
    return texts.size() == 1
        ? Expr.of(value + " = ?", texts.iterator().next())
        : Expr.of(dialect.inTexts(value), dialect.texts(texts));
  }

  Node node(LeafTest leaf, Predicate<FieldValue> test) {
    if (leaf instanceof LeafTest.Any) {
      return Node.of(Bounds.exact(present()));
    }
    if (leaf instanceof LeafTest.OneOf oneOf && oneOf.numbers().isEmpty()) {
      Expr in = in(oneOf.texts());
      return Node.of(Bounds.exact(oneOf.negated() ? present().and(in.not()) : in));
    }
    if (leaf instanceof LeafTest.None) {
      return Node.FALSE;
    }
    return leaf instanceof LeafTest.Pattern pattern && pattern.operator() != Operator.RLIKE
        ? like(pattern, test)
        : tested(present(), test);
  }

  private Node tested(Expr upper, Predicate<FieldValue> test) {
    return new Node(
        Bounds.between(upper, Expr.FALSE), List.of(), new Node.ColumnTest(column, test));
  }

  private Node like(LeafTest.Pattern pattern, Predicate<FieldValue> test) {
    boolean folds = pattern.operator() == Operator.ILIKE;
    String wanted = folds ? Words.fold(pattern.pattern()) : pattern.pattern();
    LikeShape shape = LikeShape.of(wanted);
    Expr text = folds ? folded() : Expr.of(value);
    if (folds && !wanted.chars().allMatch(c -> c < 128)) {
      return tested(present(), test);
    }
    return switch (shape.kind()) {
      case EQUAL -> Node.of(Bounds.exact(Expr.format("{} = {}", text, Expr.of("?", wanted))));
      case PREFIX -> Node.of(Bounds.exact(startsWith(text, shape.prefix())));
      case CONTAINS -> Node.of(Bounds.exact(contains(text, shape.pieces().get(0))));
      default -> {
        List<Expr> needed = new ArrayList<>(List.of(present()));
        if (!shape.prefix().isEmpty()) {
          needed.add(startsWith(text, shape.prefix()));
        }
        shape.pieces().forEach(piece -> needed.add(contains(text, piece)));
        yield tested(Expr.allOf(needed), test);
      }
    };
  }

  private static Expr startsWith(Expr text, String prefix) {
    return Expr.format(
        "SUBSTR({}, 1, {}) = {}",
        text,
        Expr.of("CAST(? AS INTEGER)", (long) prefix.codePointCount(0, prefix.length())),
        Expr.of("?", prefix));
  }

  /** In a way that all databases have, and that knows no wildcards. */
  private static Expr contains(Expr text, String piece) {
    return Expr.format("REPLACE({}, {}, '') <> {}", text, Expr.of("?", piece), text);
  }

  /** The text in lower case, as far as ASCII goes. */
  private Expr folded() {
    Expr text = Expr.of(value);
    for (String[] pair : FOLDING_TO_ASCII) {
      text = Expr.format("REPLACE({}, '" + pair[0] + "', '" + pair[1] + "')", text);
    }
    return Expr.format("LOWER({})", text);
  }
}

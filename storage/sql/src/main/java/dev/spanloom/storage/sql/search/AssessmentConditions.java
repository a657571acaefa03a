package dev.spanloom.storage.sql.search;

import dev.spanloom.query.FieldValue;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.Literal;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Conditions on the feedback and the expectations of a trace: a valid one that passes is enough.
 */
final class AssessmentConditions {
  /** So many distinct values are looked at for a pattern. */
  private static final int MOST_VALUES = 2_000;

  /** From here on a number has more than one text. */
  private static final double MANY_TEXTS = 1e15;

  private static final Expr HAS_VALUE = Expr.of("a.value_text IS NOT NULL");

  private final Sql sql;
  private final Dialect dialect;

  AssessmentConditions(Sql sql, Dialect dialect) {
    this.sql = sql;
    this.dialect = dialect;
  }

  Node node(KeyedField field, LeafTest leaf, Predicate<FieldValue> test) throws SQLException {
    Bounds value = value(field, leaf, test);
    if (value.upper().isFalse()) {
      return Node.FALSE;
    }
    Expr select =
        Expr.format(
            "SELECT a.trace_no FROM assessments a WHERE {} AND a.valid = 1 AND ({})",
            of(field),
            value.upper());
    return Node.of(
        new Bounds(exists(field, value.upper()), exists(field, value.lower()), value.exactness()),
        Source.Rows.of(select));
  }

  /** The assessments {@code a} of a name. */
  private Expr of(KeyedField field) {
    return Expr.format(
        "a.kind = {} AND {}",
        Expr.of("?", field.family().prefix()),
        IndexedText.in(dialect, "a.name", List.of(field.key())));
  }

  private static Expr exists(KeyedField field, Expr value) {
    return value.isFalse()
        ? Expr.FALSE
        : Expr.format(
            "EXISTS (SELECT 1 FROM assessments a WHERE a.trace_no = t.trace_no"
                + " AND (a.kind || '') = {} AND (a.name || '') = {} AND a.valid = 1 AND ({}))",
            Expr.of("?", field.family().prefix()),
            Expr.of("?", field.key()),
            notIndexed(value));
  }

  /** In a form that no index on values takes for itself: that of the trace is meant. */
  private static Expr notIndexed(Expr value) {
    return new Expr(
        value
            .sql()
            .replace("a.value_text", "(a.value_text || '')")
            .replace("a.value_number", "(a.value_number + 0)"),
        value.parameters());
  }

  /** The condition over one assessment {@code a}. */
  private Bounds value(KeyedField field, LeafTest leaf, Predicate<FieldValue> test)
      throws SQLException {
    if (leaf instanceof LeafTest.Any) {
      return Bounds.exact(HAS_VALUE);
    }
    if (leaf instanceof LeafTest.Ordered ordered) {
      return Bounds.exact(
          Expr.of("a.value_number " + ordered.operator().symbol() + " ?", ordered.limit()));
    }
    if (leaf instanceof LeafTest.OneOf oneOf) {
      Bounds equal = Bounds.anyOf(oneOf.literals().stream().map(this::equal).toList());
      return oneOf.negated() ? Bounds.allOf(List.of(Bounds.exact(HAS_VALUE), equal.not())) : equal;
    }
    return leaf instanceof LeafTest.Pattern ? matching(field, test) : Bounds.FALSE;
  }

  private Bounds equal(Literal literal) {
    if (literal instanceof Literal.Text text) {
      return equal(text.value());
    }
    if (literal instanceof Literal.Bool bool) {
      return Bounds.exact(in(LeafTest.spellings(Boolean.toString(bool.value()))));
    }
    double number = LeafTest.number(literal);
    Expr equal = Expr.of("a.value_number = ?", number);
    if (number != 0 && number != 1) {
      return Bounds.exact(equal);
    }
    // words of truth have the same reading, but are no numbers
    List<String> words = new ArrayList<>(LeafTest.spellings(number == 1 ? "true" : "false"));
    words.addAll(LeafTest.spellings(number == 1 ? "yes" : "no"));
    return Bounds.exact(equal.and(in(words).not()));
  }

  /** A quoted text may spell what a number or a boolean is; the row does not say which it was. */
  private Bounds equal(String wanted) {
    Expr same = in(List.of(wanted));
    Double number = FieldValue.spelled(wanted);
    if (number != null) {
      boolean oneText = Math.abs(number) < MANY_TEXTS && FieldValue.plain(number).equals(wanted);
      return oneText
          ? Bounds.exact(same)
          : Bounds.between(same.or(Expr.of("a.value_number = ?", number)), same);
    }
    String lower = wanted.toLowerCase(Locale.ROOT);
    return (lower.equals("true") || lower.equals("false")) && !lower.equals(wanted)
        ? Bounds.between(in(List.of(wanted, lower)), same)
        : Bounds.exact(same);
  }

  private Expr in(Collection<String> texts) {
    return IndexedText.in(dialect, "a.value_text", texts);
  }

  private Bounds matching(KeyedField field, Predicate<FieldValue> test) throws SQLException {
    Expr select =
        Expr.format(
            "SELECT DISTINCT a.value_text FROM assessments a WHERE {}"
                + " AND a.value_text IS NOT NULL LIMIT "
                + (MOST_VALUES + 1),
            of(field));
    List<String> values =
        sql.list(select.sql(), row -> row.getString(1), select.parameters().toArray());
    if (values.size() > MOST_VALUES) {
      return Bounds.between(HAS_VALUE, Expr.FALSE);
    }
    List<String> sure = new ArrayList<>();
    List<String> possible = new ArrayList<>();
    for (String value : values) {
      boolean unsure = ReplacedText.mayBe(value);
      if (unsure || test.test(FieldValue.ofText(value))) {
        possible.add(value);
        if (!unsure) {
          sure.add(value);
        }
      }
    }
    return Bounds.between(anyOf(possible), anyOf(sure));
  }

  private Expr anyOf(List<String> texts) {
    return texts.isEmpty() ? Expr.FALSE : in(texts);
  }
}

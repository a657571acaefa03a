package dev.spanloom.storage.sql.metrics;

import dev.spanloom.query.Field;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.KeyedField.Family;
import dev.spanloom.query.SpanField;
import dev.spanloom.storage.TraceMetrics.ObservedValue;
import dev.spanloom.storage.internal.metrics.ObservedRules;
import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Families;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import dev.spanloom.storage.sql.Term;
import dev.spanloom.storage.sql.search.Condition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keys and values that traces have, for completion. The index knows how many traces have each, as
 * long as all experiments are meant and no deleted traces are left in it; otherwise it is counted.
 * Not thread-safe.
 */
final class Observed {
  private final Sql sql;
  private final Dialect dialect;
  private final Selection selection;
  private final List<Long> experiments;
  private final String prefix;
  private final int limit;

  Observed(
      Sql sql,
      Dialect dialect,
      Selection selection,
      List<String> experimentIds,
      String prefix,
      int limit) {
    this.sql = sql;
    this.dialect = dialect;
    this.selection = selection;
    this.experiments = Selection.numbers(experimentIds);
    this.prefix = prefix;
    this.limit = limit;
  }

  List<ObservedValue> values(Field field) throws SQLException {
    ObservedRules.check(field, limit);
    if (experiments.isEmpty()) {
      return List.of();
    }
    if (field instanceof SpanField spanField) {
      return terms(
          switch (spanField) {
            case NAME -> Families.SPAN_NAME;
            case TYPE -> Families.SPAN_TYPE;
            case STATUS -> Families.SPAN_STATUS;
            default -> Families.SPAN_MODEL;
          },
          "");
    }
    if (!(field instanceof KeyedField keyed)) {
      return terms(Families.TRACE_NAME, "");
    }
    return switch (keyed.family()) {
      case TAG -> terms(Families.TAG, keyed.key());
      case METADATA -> terms(Families.METADATA, keyed.key());
      case SPAN_ATTRIBUTE ->
          ObservedRules.isListedAttribute(keyed.key())
              ? terms(Families.ATTRIBUTE, keyed.key())
              : List.of();
      case FEEDBACK, EXPECTATION ->
          assessments(
              "a.value_text", named(keyed), value -> value.length() <= ObservedRules.LONGEST_VALUE);
    };
  }

  private Condition named(KeyedField keyed) {
    Condition name = selection.among("a.name", List.of(keyed.key()));
    List<Object> parameters = new ArrayList<>(List.of(keyed.family().prefix()));
    parameters.addAll(name.parameters());
    return new Condition("a.kind = ? AND " + name.sql(), parameters);
  }

  List<ObservedValue> keys(Family family) throws SQLException {
    ObservedRules.checkLimit(limit);
    if (experiments.isEmpty()) {
      return List.of();
    }
    return switch (family) {
      case TAG -> keys(Families.TAG);
      case METADATA -> keys(Families.METADATA);
      case SPAN_ATTRIBUTE -> keys(Families.ATTRIBUTE);
      case FEEDBACK, EXPECTATION ->
          assessments(
              "a.name", new Condition("a.kind = ?", List.of(family.prefix())), name -> true);
    };
  }

  private List<ObservedValue> terms(String family, String key) throws SQLException {
    Optional<Long> keyId =
        sql.one(
            "SELECT key_id FROM keys WHERE family = ? AND name = ?",
            row -> row.getLong(1),
            family,
            key);
    if (keyId.isEmpty()) {
      return List.of();
    }
    SqlText text = new SqlText();
    if (indexKnows()) {
      text.add(
          "SELECT m.value, m.traces FROM terms m WHERE m.traces > 0 AND m.key_id = ?", keyId.get());
      addWanted(text, "m.value");
      text.add(" AND m.cut = 0 AND m.value <> ?", Term.PRESENCE);
    } else {
      addCounts(
          text,
          "m.value",
          postings -> {
            text.add("terms m CROSS JOIN " + postings + " p CROSS JOIN traces t")
                .add(" WHERE m.key_id = ?", keyId.get());
            addWanted(text, "m.value");
            text.add(" AND m.cut = 0 AND m.value <> ?", Term.PRESENCE);
          });
    }
    return mostFrequent(text, value -> true);
  }

  private List<ObservedValue> keys(String family) throws SQLException {
    SqlText text = new SqlText();
    if (indexKnows()) {
      text.add("SELECT k.name, k.traces FROM keys k WHERE k.traces > 0 AND k.family = ?", family);
      addWanted(text, "k.name");
    } else {
      addCounts(
          text,
          "k.name",
          postings -> {
            text.add("keys k CROSS JOIN terms m CROSS JOIN " + postings + " p")
                .add(" CROSS JOIN traces t WHERE k.family = ?", family);
            addWanted(text, "k.name");
            text.add(" AND m.key_id = k.key_id AND m.value = ?", Term.PRESENCE);
          });
    }
    return mostFrequent(
        text, name -> !family.equals(Families.ATTRIBUTE) || ObservedRules.isListedAttribute(name));
  }

  /**
   * Adds a SELECT of something and of how many traces have it.
   *
   * @param rows adds the tables {@code m}, {@code p}, whose name it is given, and {@code t}, and
   *     conditions
   */
  private void addCounts(SqlText text, String what, Consumer<String> rows) {
    text.add("SELECT what, CAST(SUM(counted) AS BIGINT) FROM (");
    for (Table postings : dialect.postings()) {
      text.add(postings.equals(dialect.postings().get(0)) ? "" : " UNION ALL ")
          .add("SELECT " + what + " AS what, COUNT(*) AS counted FROM ");
      rows.accept(postings.name());
      text.add(" AND p.term_id = m.term_id AND t.trace_no = p.trace_no AND ")
          .add(selection.in(experiments))
          .add(" GROUP BY " + what);
    }
    text.add(") c GROUP BY what");
  }

  private List<ObservedValue> assessments(String column, Condition which, Predicate<String> offered)
      throws SQLException {
    SqlText text =
        new SqlText()
            .add("SELECT " + column + ", COUNT(DISTINCT a.trace_no)")
            .add(" FROM assessments a JOIN traces t ON t.trace_no = a.trace_no WHERE ")
            .add(which)
            .add(" AND a.valid = 1 AND " + column + " IS NOT NULL AND ")
            .add(selection.in(experiments));
    addWanted(text, column);
    text.add(" GROUP BY " + column);
    return mostFrequent(text, offered);
  }

  /** Leaves out what cannot begin with the prefix. */
  private void addWanted(SqlText text, String column) {
    String pattern = pattern(prefix);
    if (!pattern.equals("%")) {
      text.add(" AND lower(" + column + ") LIKE ? ESCAPE '\\'", pattern);
    }
  }

  /**
   * What a prefix begins with, as far as every database folds case in the same way; for letters
   * that others are folded to, any character.
   */
  static String pattern(String prefix) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < prefix.length() && prefix.charAt(i) < 128; i++) {
      char c = Character.toLowerCase(prefix.charAt(i));
      if (c == 'i' || c == 'k' || c == 's') {
        pattern.append('_'); // dotless i, Kelvin sign, long s
      } else {
        pattern.append(c == '%' || c == '_' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return pattern.append('%').toString();
  }

  /** Reads values and counts, the most frequent first, until no more can be among those wanted. */
  private List<ObservedValue> mostFrequent(SqlText text, Predicate<String> offered)
      throws SQLException {
    List<ObservedValue> found = new ArrayList<>();
    sql.visit(
        text.add(" ORDER BY 2 DESC").text(),
        row -> {
          ObservedValue value = new ObservedValue(row.getString(1), row.getLong(2));
          if (found.size() >= limit && value.traces() < found.get(found.size() - 1).traces()) {
            return false;
          }
          if (offered.test(value.value()) && ObservedRules.startsWith(value.value(), prefix)) {
            found.add(value);
          }
          return true;
        },
        text.parameters());
    return found.stream().sorted(ObservedRules.FREQUENT_FIRST).limit(limit).toList();
  }

  /** True when what the index counts is what is asked for. */
  private boolean indexKnows() throws SQLException {
    if (Counters.get(sql, Counters.DANGLING) != 0) {
      return false;
    }
    long known = Long.MIN_VALUE;
    while (true) {
      Optional<Long> next =
          sql.one(
              "SELECT experiment_id FROM traces WHERE experiment_id > ?"
                  + " ORDER BY experiment_id LIMIT 1",
              row -> row.getLong(1),
              known);
      if (next.isEmpty()) {
        return true;
      }
      if (!experiments.contains(next.get())) {
        return false;
      }
      known = next.get();
    }
  }
}

package dev.spanloom.storage.sql.search;

import dev.spanloom.query.Operator;
import dev.spanloom.query.TextPattern;
import dev.spanloom.query.Words;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.WordMarks;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the index of words says of the text of spans. */
final class TextConditions {
  /** A part of a word that more words have than these selects too little to be asked for. */
  static final int MOST_WORDS = 2_000;

  static final Expr HAS_TEXT = Expr.of("t.archived = 0 AND t.span_count > 0");

  private final Sql sql;
  private final Dialect dialect;
  private final Map<String, Optional<String>> queries = new HashMap<>();
  private final Map<String, Expr> tests = new HashMap<>();

  TextConditions(Sql sql, Dialect dialect) {
    this.sql = sql;
    this.dialect = dialect;
  }

  /** The condition that some span of the trace has a text that passes. */
  Node node(LeafTest leaf) throws SQLException {
    if (leaf instanceof LeafTest.None) {
      return Node.FALSE;
    }
    if (leaf instanceof LeafTest.Any) {
      return Node.of(Bounds.exact(HAS_TEXT));
    }
    Optional<String> query = query(leaf);
    if (query.isEmpty()) {
      return Node.of(Bounds.between(HAS_TEXT, Expr.FALSE));
    }
    return Node.of(
        Bounds.between(HAS_TEXT.and(hasWords(query.get())), Expr.FALSE),
        new Source.Words(query.get(), true));
  }

  /** That a chunk of the trace has words, or that its words are not known yet. */
  Expr hasWords(String query) throws SQLException {
    return Expr.format(
        "EXISTS (SELECT 1 FROM chunks c WHERE c.trace_no = t.trace_no AND {})",
        chunkMayHave(query));
  }

  /** The same of one chunk {@code c}. */
  Expr chunkMayHave(String query) throws SQLException {
    Expr known = tests.get(query);
    if (known == null) {
      Dialect.ChunkTest test = dialect.chunkHasWords(sql, "c.chunk_id", query);
      known = new Expr(test.condition(), test.parameters());
      tests.put(query, known);
    }
    return Expr.format(
        "({} OR EXISTS (SELECT 1 FROM text_queue q WHERE q.chunk_id = c.chunk_id))", known);
  }

  /** What the words of a text must be that passes; empty when that cannot be told. */
  Optional<String> query(LeafTest leaf) throws SQLException {
    if (leaf instanceof LeafTest.Pattern pattern && pattern.operator() != Operator.RLIKE) {
      return query(pattern.pattern());
    }
    return leaf instanceof LeafTest.OneOf oneOf
            && !oneOf.negated()
            && oneOf.texts().size() == 1
            && oneOf.numbers().isEmpty()
        ? query(oneOf.texts().iterator().next())
        : Optional.empty();
  }

  private Optional<String> query(String pattern) throws SQLException {
    Optional<String> known = queries.get(pattern);
    if (known == null) {
      known = newQuery(pattern);
      queries.put(pattern, known);
    }
    return known;
  }

  private Optional<String> newQuery(String pattern) throws SQLException {
    List<Dialect.WordChoice> all = new ArrayList<>();
    for (TextPattern.Fragment fragment : TextPattern.of(pattern)) {
      choice(fragment).ifPresent(all::add);
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(dialect.wordQuery(all));
  }

  /** What a text has that has the fragment; empty when too many texts have it to ask for it. */
  private Optional<Dialect.WordChoice> choice(TextPattern.Fragment fragment) throws SQLException {
    Set<String> words = new LinkedHashSet<>();
    List<String> pieces = List.of();
    String part = fragment.word();
    if (fragment.isWhole()) {
      words.add(part);
    } else {
      if (part.length() < WordMarks.PIECE) {
        return Optional.empty();
      }
      words.addAll(
          dialect.vocabulary(
              sql, part, !fragment.openStart(), !fragment.openEnd(), MOST_WORDS + 1));
      if (words.size() > MOST_WORDS) {
        return Optional.empty();
      }
      pieces = WordMarks.pieces(part);
    }
    if (fragment.mayBeLong()) {
      words.remove(part.length() > Words.LONGEST ? part : "");
      words.add(WordMarks.LONG);
    }
    return Optional.of(new Dialect.WordChoice(words, pieces));
  }
}

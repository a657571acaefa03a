package dev.spanloom.storage.sql.search;

import dev.spanloom.query.Field;
import dev.spanloom.query.FieldValue;
import dev.spanloom.query.Filter;
import dev.spanloom.query.Operator;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import dev.spanloom.query.ValueTest;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Families;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.search.SpanSides.Sides;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Conditions on spans: on one that satisfies several, and on any. */
final class SpanConditions {
  private static final int MOST_JOINED = 8;

  private final Sql sql;
  private final Dialect dialect;
  private final Dictionary dictionary;
  private final Postings postings;
  private final TextConditions text;
  private @Nullable Expr allBits;
  private @Nullable Boolean archives;

  SpanConditions(
      Sql sql, Dialect dialect, Dictionary dictionary, Postings postings, TextConditions text) {
    this.sql = sql;
    this.dialect = dialect;
    this.dictionary = dictionary;
    this.postings = postings;
    this.text = text;
  }

  /** The condition that one span satisfies all. */
  Node inSpan(Filter condition) throws SQLException {
    List<SpanSides> parts =
        rarestFirst(sides(condition instanceof Filter.And and ? and.parts() : List.of(condition)));
    boolean ofTerms =
        !parts.isEmpty()
            && parts.size() <= MOST_JOINED
            && parts.stream().noneMatch(part -> part.terms().isEmpty());
    SpanSides all = parts.isEmpty() ? SpanSides.all(allBits()) : SpanSides.allOf(parts, allBits());
    List<Source> sources = new ArrayList<>(Source.partial(all.sources()));
    if (ofTerms && parts.size() > 1) {
      sources.add(
          0, new Source.Joined(parts.stream().map(part -> Source.Terms.of(part.terms())).toList()));
    }
    return Node.of(ofTerms ? SpanSides.ofTerms(parts, postings) : all.bounds(), sources);
  }

  /** The condition that some span has a value that passes. */
  Node any(Filter filter, Field field, LeafTest leaf) throws SQLException {
    if (field == SpanField.CONTENT) {
      return text.node(leaf);
    }
    if (leaf instanceof LeafTest.None) {
      return Node.FALSE;
    }
    boolean negated = leaf instanceof LeafTest.OneOf oneOf && oneOf.negated();
    SpanKey key = SpanKey.of(field);
    if (!negated && key != null) {
      Node direct = direct(key, leaf, test(filter));
      if (direct != null) {
        return direct;
      }
    }
    SpanSides sides = leaf(filter, field, leaf);
    return Node.of(sides.bounds(), Source.partial(sides.sources()));
  }

  /** Where the index answers without looking at single spans; null where it does not. */
  private @Nullable Node direct(SpanKey key, LeafTest leaf, Predicate<FieldValue> test)
      throws SQLException {
    Optional<Dictionary.Key> known = dictionary.key(key.family(), key.name());
    if (known.isEmpty() || (leaf instanceof LeafTest.Any && key.isOnAllSpans())) {
      return null;
    }
    Expr entry = null;
    List<Source> sources = List.of();
    if (leaf instanceof LeafTest.Ordered ordered && key.hasRanges()) {
      Expr range = ordered(ordered);
      entry = Postings.range(known.get(), range);
      sources =
          List.of(Postings.rangeSource(known.get(), range, ordered.operator(), ordered.limit()));
    } else if (key.hasTerms() && key.isIndexed()) {
      Dictionary.Found found =
          leaf instanceof LeafTest.Any
              ? presence(known.get())
              : found(key, known.get(), leaf, test);
      if (found.isExact()) {
        entry = found.sure().isEmpty() ? Expr.FALSE : postings.has(found.sure());
        sources = List.of(Source.Terms.of(found.sure()));
      }
    }
    return entry == null ? null : Node.of(Bounds.of(entry, Exactness.UNLESS_BLURRED), sources);
  }

  private Dictionary.Found presence(Dictionary.Key key) throws SQLException {
    return new Dictionary.Found(dictionary.presence(key).stream().toList(), List.of(), true);
  }

  private static Expr ordered(LeafTest.Ordered ordered) {
    boolean less =
        ordered.operator() == Operator.LESS || ordered.operator() == Operator.LESS_OR_EQUAL;
    return Expr.of(
        (less ? "r.low " : "r.high ") + ordered.operator().symbol() + " ?", ordered.limit());
  }

  private SpanSides sides(Filter filter) throws SQLException {
    if (filter instanceof Filter.And and) {
      return and.parts().isEmpty()
          ? SpanSides.all(allBits())
          : SpanSides.allOf(rarestFirst(sides(and.parts())), allBits());
    }
    if (filter instanceof Filter.Or or) {
      return or.parts().isEmpty()
          ? SpanSides.none()
          : SpanSides.anyOf(sides(or.parts()), allBits());
    }
    if (filter instanceof Filter.Not not) {
      return sides(not.operand()).not(allBits());
    }
    if (filter instanceof Filter.InSpan inSpan) {
      return sides(inSpan.condition());
    }
    if (filter instanceof Filter.Present present) {
      SpanSides any = leaf(filter, present.field(), new LeafTest.Any());
      return present.negated() ? any.not(allBits()) : any;
    }
    return filter instanceof Filter.OneOf oneOf
        ? leaf(filter, oneOf.field(), LeafTest.of(oneOf))
        : leaf(filter, ((Filter.Compare) filter).field(), LeafTest.of((Filter.Compare) filter));
  }

  private List<SpanSides> sides(List<Filter> filters) throws SQLException {
    List<SpanSides> sides = new ArrayList<>();
    for (Filter filter : filters) {
      sides.add(sides(filter));
    }
    return sides;
  }

  /** So that what most traces fail is asked first. */
  private static List<SpanSides> rarestFirst(List<SpanSides> sides) {
    return sides.stream()
        .sorted(Comparator.comparingLong(side -> Source.rarity(side.sources())))
        .toList();
  }

  /** The bits of all spans: each has a status. */
  private Expr allBits() throws SQLException {
    Expr known = allBits;
    if (known == null) {
      Optional<Dictionary.Key> key = dictionary.key(Families.SPAN_STATUS, "");
      Dictionary.Found presence = key.isEmpty() ? Dictionary.Found.NOTHING : presence(key.get());
      known = presence.sure().isEmpty() ? Expr.of("(0 + 0)") : postings.bits(presence.sure());
      allBits = known;
    }
    return known;
  }

  static Predicate<FieldValue> test(Filter filter) {
    if (filter instanceof Filter.Compare compare) {
      return ValueTest.of(compare.field(), compare.operator(), compare.value());
    }
    return filter instanceof Filter.OneOf oneOf
        ? ValueTest.oneOf(oneOf.field(), oneOf.negated(), oneOf.values())
        : value -> true;
  }

  private SpanSides leaf(Filter filter, Field field, LeafTest leaf) throws SQLException {
    if (field == SpanField.CONTENT || field == TraceField.TEXT) {
      return content(leaf);
    }
    SpanKey key = SpanKey.of(field);
    if (key == null || leaf instanceof LeafTest.None) {
      return SpanSides.none();
    }
    if (!key.isIndexed()) {
      return notIndexed(leaf);
    }
    Optional<Dictionary.Key> known = dictionary.key(key.family(), key.name());
    if (known.isEmpty()) {
      return SpanSides.none();
    }
    Predicate<FieldValue> test = test(filter);
    return key.hasTerms()
        ? terms(key, known.get(), leaf, test)
        : numbers(key, known.get(), leaf, test);
  }

  private SpanSides content(LeafTest leaf) throws SQLException {
    Node node = text.node(leaf);
    if (!node.bounds().isExact()) {
      return SpanSides.unknown(allBits(), node.bounds().upper(), node.sources());
    }
    if (node.bounds().upper().isFalse()) {
      return SpanSides.none();
    }
    Expr hasText = Expr.of("t.archived = 0");
    Expr bits = Expr.format("CASE WHEN {} THEN {} ELSE 0 END", hasText, allBits());
    return new SpanSides(
        Sides.exact(bits),
        Sides.exact(hasText),
        Sides.exact(hasText),
        TextConditions.HAS_TEXT,
        List.of());
  }

  /** An attribute that only the words know: payload. */
  private SpanSides notIndexed(LeafTest leaf) throws SQLException {
    return SpanSides.unknown(allBits(), SpanSides.HAS_SPANS.and(words(leaf)), wordSources(leaf));
  }

  /** The words that the text of a trace with a value has; archived traces have no words. */
  private Expr words(LeafTest leaf) throws SQLException {
    Optional<String> query = valueWords(leaf);
    return query.isEmpty() ? Expr.TRUE : Expr.of("t.archived = 1").or(text.hasWords(query.get()));
  }

  private List<Source> wordSources(LeafTest leaf) throws SQLException {
    Optional<String> query = valueWords(leaf);
    return query.isEmpty() || hasArchives()
        ? List.of()
        : List.of(new Source.Words(query.get(), false));
  }

  private Optional<String> valueWords(LeafTest leaf) throws SQLException {
    // numbers stand in texts in other spellings
    String wanted =
        leaf instanceof LeafTest.Pattern pattern
            ? pattern.pattern()
            : leaf instanceof LeafTest.OneOf oneOf ? String.join("", oneOf.texts()) : "";
    return wanted.chars().allMatch(c -> "0123456789.-%_".indexOf(c) >= 0)
        ? Optional.empty()
        : text.query(leaf);
  }

  private boolean hasArchives() throws SQLException {
    Boolean known = archives;
    if (known == null) {
      known = sql.one("SELECT 1 FROM archives LIMIT 1", row -> true).isPresent();
      archives = known;
    }
    return known;
  }

  private SpanSides terms(
      SpanKey key, Dictionary.Key known, LeafTest leaf, Predicate<FieldValue> test)
      throws SQLException {
    Dictionary.Found presence = key.isOnAllSpans() ? Dictionary.Found.NOTHING : presence(known);
    Expr present = key.isOnAllSpans() ? allBits() : bits(presence.sure());
    Expr hasKey =
        key.isOnAllSpans()
            ? SpanSides.HAS_SPANS
            : presence.sure().isEmpty() ? Expr.FALSE : postings.has(presence.sure());
    List<Source> keySources =
        key.isOnAllSpans() ? List.of() : List.of(Source.Terms.of(presence.sure()));
    if (leaf instanceof LeafTest.Any) {
      Sides bits = Sides.exact(present);
      return new SpanSides(
          bits,
          key.rowOfSmall(dialect, leaf, test, bits),
          key.row(dialect, leaf, test),
          hasKey,
          keySources);
    }
    if (leaf instanceof LeafTest.OneOf oneOf && oneOf.negated()) {
      LeafTest equal = new LeafTest.OneOf(oneOf.literals(), false, oneOf.texts(), oneOf.numbers());
      Dictionary.Found found = found(key, known, equal, test.negate());
      Sides equalBits = bits(found, present);
      Sides bits =
          new Sides(
              SpanSides.without(present, equalBits.lower(), allBits()),
              SpanSides.without(present, equalBits.upper(), allBits()),
              equalBits.isExact());
      return new SpanSides(
          bits,
          key.rowOfSmall(dialect, leaf, test, bits),
          key.row(dialect, leaf, test),
          hasKey,
          keySources);
    }
    Dictionary.Found found = found(key, known, leaf, test);
    Sides bits = bits(found, present);
    Expr needed;
    if (found.complete() && found.possible().isEmpty()) {
      needed = Expr.FALSE;
    } else if (leaf instanceof LeafTest.Ordered ordered && key.hasRanges()) {
      needed = Postings.range(known, ordered(ordered));
    } else {
      needed = found.complete() ? postings.has(found.possible()) : hasKey.and(words(leaf));
    }
    List<Source> sources =
        found.complete() ? List.of(Source.Terms.of(found.possible())) : new ArrayList<>(keySources);
    if (!found.complete()) {
      sources.addAll(wordSources(leaf));
    }
    return new SpanSides(
        bits,
        key.rowOfSmall(dialect, leaf, test, bits),
        key.row(dialect, leaf, test),
        needed,
        sources,
        found.isExact() && found.sure().size() <= Postings.MOST_TERMS ? found.sure() : List.of());
  }

  private Sides bits(Dictionary.Found found, Expr present) {
    boolean tooMany = found.possible().size() > Postings.MOST_TERMS;
    return found.complete() && !tooMany
        ? Sides.between(bits(found.possible()), bits(found.sure()))
        : Sides.between(present, tooMany ? SpanSides.NO_BITS : bits(found.sure()));
  }

  private Expr bits(List<Dictionary.Entry> entries) {
    return entries.isEmpty() ? SpanSides.NO_BITS : postings.bits(entries);
  }

  /** The values of a key that pass, none of them negated. */
  private Dictionary.Found found(
      SpanKey spanKey, Dictionary.Key key, LeafTest leaf, Predicate<FieldValue> test)
      throws SQLException {
    boolean numeric =
        leaf instanceof LeafTest.Ordered
            || (leaf instanceof LeafTest.OneOf one && !one.numbers().isEmpty());
    if (numeric && !spanKey.hasRanges()) {
      return dictionary.scan(key, test, "", Postings.MOST_TERMS);
    }
    if (leaf instanceof LeafTest.OneOf oneOf) {
      Dictionary.Found found =
          oneOf.texts().isEmpty() ? Dictionary.Found.NOTHING : dictionary.equal(key, oneOf.texts());
      for (Double number : oneOf.numbers()) {
        found = found.and(dictionary.equal(key, number));
      }
      return found;
    }
    if (leaf instanceof LeafTest.Ordered ordered) {
      return dictionary.ordered(key, ordered.operator(), ordered.limit(), Postings.MOST_TERMS);
    }
    LeafTest.Pattern pattern = (LeafTest.Pattern) leaf;
    LikeShape shape = LikeShape.of(pattern.pattern());
    if (pattern.operator() == Operator.LIKE && shape.kind() == LikeShape.Kind.EQUAL) {
      return dictionary.equal(key, List.of(pattern.pattern()));
    }
    return dictionary.scan(key, test, ValueConditions.prefix(pattern), Postings.MOST_TERMS);
  }

  private SpanSides numbers(
      SpanKey key, Dictionary.Key known, LeafTest leaf, Predicate<FieldValue> test)
      throws SQLException {
    Expr range =
        leaf instanceof LeafTest.Ordered ordered ? ordered(ordered) : Expr.of("r.low IS NOT NULL");
    if (leaf instanceof LeafTest.OneOf oneOf
        && !oneOf.negated()
        && oneOf.texts().isEmpty()
        && !oneOf.numbers().isEmpty()) {
      range =
          Expr.anyOf(
              oneOf.numbers().stream()
                  .map(number -> Expr.of("r.low <= ? AND r.high >= ?", number, number))
                  .toList());
    }
    Sides rows = key.row(dialect, leaf, test);
    return new SpanSides(
        Sides.between(allBits(), SpanSides.NO_BITS),
        rows,
        rows,
        Postings.range(known, range),
        leaf instanceof LeafTest.Ordered ordered
            ? List.of(Postings.rangeSource(known, range, ordered.operator(), ordered.limit()))
            : List.of());
  }
}

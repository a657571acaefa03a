package dev.spanloom.storage.sql.search;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.query.FieldValue;
import dev.spanloom.query.Filter;
import dev.spanloom.query.TraceField;
import dev.spanloom.query.TraceMatcher;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Families;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Conditions on the fields of a trace, which have columns in {@code traces t}. */
final class TraceConditions {
  /** So many texts are handed to the database for one pattern. */
  private static final int MOST_TEXTS = 2_000;

  private final Dialect dialect;
  private final Dictionary dictionary;
  private final Unsettled unsettled;
  private final Collection<String> experimentIds;

  TraceConditions(
      Dialect dialect,
      Dictionary dictionary,
      Unsettled unsettled,
      Collection<String> experimentIds) {
    this.dialect = dialect;
    this.unsettled = unsettled;
    this.dictionary = dictionary;
    this.experimentIds = experimentIds;
  }

  /**
   * The condition of a comparison.
   *
   * @param filter the comparison as it stands in the filter
   */
  Node node(TraceField field, Filter filter, LeafTest leaf, Predicate<FieldValue> test)
      throws SQLException {
    return switch (field) {
      case REQUEST_ID -> unique("trace_id", leaf, test);
      case CLIENT_REQUEST_ID -> unique("client_request_id", leaf, test);
      case NAME -> known("t.name", Families.TRACE_NAME, "", leaf, test);
      case STATUS -> states(leaf, test);
      case EXPERIMENT_ID -> experiments(leaf, test);
      case RUN_ID -> run(filter, leaf, test);
      case USER -> known("t.user_name", Families.METADATA, TraceMetadataKey.TRACE_USER, leaf, test);
      case SESSION_ID -> session(filter, leaf, test);
      case PROMPT -> prompt(filter, leaf);
      case EXECUTION_TIME_MS -> duration(leaf);
      case TIMESTAMP_MS -> number("(t.request_time_ms + 0)", true, leaf);
      case END_TIME_MS -> number("(t.request_time_ms + COALESCE(t.duration_ms, 0))", true, leaf);
      case INPUT_TOKENS -> sum("t.input_tokens", true, leaf);
      case OUTPUT_TOKENS -> sum("t.output_tokens", true, leaf);
      case TOTAL_TOKENS -> sum("t.total_tokens", true, leaf);
      case CACHE_READ_INPUT_TOKENS -> sum("t.cache_read_tokens", true, leaf);
      case CACHE_CREATION_INPUT_TOKENS -> sum("t.cache_creation_tokens", true, leaf);
      case INPUT_COST -> sum("t.input_cost", false, leaf);
      case OUTPUT_COST -> sum("t.output_cost", false, leaf);
      case TOTAL_COST -> sum("t.total_cost", false, leaf);
      case SPAN_COUNT -> number("t.span_count", true, leaf);
      case TEXT -> throw new IllegalArgumentException("text is a field of spans");
    };
  }

  private static Node number(String value, boolean whole, LeafTest leaf) {
    return Node.of(new NumberColumn(value, whole).bounds(leaf));
  }

  /** A sum over the spans, which is late for large traces that are being written. */
  private Node sum(String value, boolean whole, LeafTest leaf) throws SQLException {
    Bounds bounds = new NumberColumn(value, whole).bounds(leaf);
    if (!unsettled.any()) {
      return Node.of(bounds);
    }
    return Node.of(
        Bounds.between(
            bounds.upper().or(Unsettled.CONDITION), bounds.lower().and(Unsettled.CONDITION.not())));
  }

  private Node duration(LeafTest leaf) {
    Node node = number("(t.duration_ms + 0)", true, leaf);
    Bounds indexed = new NumberColumn("x.duration_ms", true).bounds(leaf);
    return leaf instanceof LeafTest.Ordered
        ? Node.of(
            node.bounds(),
            Source.Rows.of(
                Expr.format(
                    "SELECT x.trace_no FROM traces x WHERE {} AND {}",
                    Experiments.in(dialect, "x.experiment_id", experimentIds),
                    indexed.upper())))
        : node;
  }

  /** A column with a value of its own for nearly every trace. */
  private Node unique(String column, LeafTest leaf, Predicate<FieldValue> test) {
    Node node = new TextColumn(dialect, "t." + column).node(leaf, test);
    if (!(leaf instanceof LeafTest.OneOf oneOf) || oneOf.negated() || !oneOf.numbers().isEmpty()) {
      return node;
    }
    return oneOf.texts().isEmpty()
        ? node
        : Node.of(
            node.bounds(),
            Source.Rows.of(
                Expr.format(
                    "SELECT x.trace_no FROM traces x WHERE {}",
                    IndexedText.in(dialect, "x." + column, oneOf.texts()))));
  }

  /** A column whose values are in the dictionary, too. */
  private Node known(
      String column, String family, String key, LeafTest leaf, Predicate<FieldValue> test)
      throws SQLException {
    TextColumn text = new TextColumn(dialect, column);
    Node node = text.node(leaf, test);
    Optional<Dictionary.Key> known = dictionary.key(family, key);
    if (known.isEmpty()) {
      return Node.FALSE;
    }
    if (leaf instanceof LeafTest.OneOf oneOf) {
      if (oneOf.negated() || !oneOf.numbers().isEmpty()) {
        return node;
      }
      Dictionary.Found found = dictionary.equal(known.get(), oneOf.texts());
      return found.complete() ? Node.of(node.bounds(), terms(found)) : node;
    }
    if (leaf instanceof LeafTest.Pattern pattern) {
      Dictionary.Found found =
          dictionary.scan(known.get(), test, ValueConditions.prefix(pattern), MOST_TEXTS);
      if (found.isExact()) {
        Expr in = text.in(found.sure().stream().map(Dictionary.Entry::value).toList());
        return Node.of(Bounds.exact(in), terms(found));
      }
      return found.complete()
          ? new Node(node.bounds(), Source.partial(List.of(terms(found))), node.columnTest())
          : node;
    }
    return node;
  }

  private static Source terms(Dictionary.Found found) {
    return Source.Terms.of(found.possible());
  }

  static final List<String> STATES =
      Arrays.stream(TraceState.values()).map(TraceState::name).toList();

  private Node states(LeafTest leaf, Predicate<FieldValue> test) {
    List<String> matching = statesOf(leaf, test);
    return matching.size() == STATES.size()
        ? Node.TRUE
        : Node.of(Bounds.exact(new TextColumn(dialect, "t.state").in(matching)));
  }

  /** The names of the states that pass. */
  static List<String> statesOf(LeafTest leaf, Predicate<FieldValue> test) {
    return leaf instanceof LeafTest.Any
        ? STATES
        : STATES.stream().filter(state -> test.test(FieldValue.ofText(state))).toList();
  }

  static List<String> passing(
      Collection<String> experimentIds, LeafTest leaf, Predicate<FieldValue> test) {
    return leaf instanceof LeafTest.Any
        ? List.copyOf(experimentIds)
        : experimentIds.stream().filter(id -> test.test(FieldValue.ofText(id))).toList();
  }

  private Node experiments(LeafTest leaf, Predicate<FieldValue> test) {
    List<String> matching = passing(experimentIds, leaf, test);
    return matching.size() == experimentIds.size()
        ? Node.TRUE
        : Node.of(Bounds.exact(Experiments.in(dialect, "(t.experiment_id + 0)", matching)));
  }

  /** A session can be a JSON array, which is all of its elements, too. */
  private Node session(Filter filter, LeafTest leaf, Predicate<FieldValue> test)
      throws SQLException {
    Node plain =
        known("t.session_id", Families.METADATA, TraceMetadataKey.TRACE_SESSION, leaf, test);
    Optional<Dictionary.Key> key =
        dictionary.key(Families.METADATA, TraceMetadataKey.TRACE_SESSION);
    if (key.isEmpty() || leaf instanceof LeafTest.Any) {
      return plain;
    }
    TraceMatcher matcher = TraceMatcher.of(filter);
    Dictionary.Found arrays =
        dictionary.scan(
            key.get(),
            value ->
                value.text().startsWith("[")
                    && matcher.matches(
                        NOBODY, Map.of(TraceMetadataKey.TRACE_SESSION, value.text()), List.of()),
            "[",
            MOST_TEXTS);
    if (arrays.complete() && arrays.possible().isEmpty()) {
      return plain;
    }
    Expr isArray = Expr.of("SUBSTR(t.session_id, 1, 1) = '['");
    Expr matching =
        new TextColumn(dialect, "t.session_id")
            .in(arrays.sure().stream().map(Dictionary.Entry::value).toList());
    Bounds ofArrays = arrays.isExact() ? Bounds.exact(matching) : Bounds.between(isArray, matching);
    return Node.of(
        Bounds.anyOf(List.of(plain.bounds(), ofArrays)),
        arrays.complete()
            ? Source.anyOf(List.of(plain.sources(), List.of(terms(arrays))))
            : List.of());
  }

  private static final TraceInfo NOBODY = TraceInfo.builder("tr-0").build();

  /** The run that a trace came from has a column; those that it is linked to stand in a list. */
  private Node run(Filter filter, LeafTest leaf, Predicate<FieldValue> test) throws SQLException {
    Node source = known("t.run_id", Families.METADATA, TraceMetadataKey.SOURCE_RUN, leaf, test);
    Node linked =
        linked(
            Families.METADATA,
            TraceMetadataKey.LINKED_RUNS,
            leaf,
            (matcher, value) ->
                matcher.matches(NOBODY, Map.of(TraceMetadataKey.LINKED_RUNS, value), List.of()),
            filter);
    return linked.bounds().upper().isFalse()
        ? source
        : Node.of(
            Bounds.anyOf(List.of(source.bounds(), linked.bounds())),
            Source.anyOf(List.of(source.sources(), linked.sources())));
  }

  /** The prompts that a trace is linked to stand in a tag. */
  private Node prompt(Filter filter, LeafTest leaf) throws SQLException {
    return linked(
        Families.TAG,
        TraceTagKey.LINKED_PROMPTS,
        leaf,
        (matcher, value) ->
            matcher.matches(
                TraceInfo.builder("tr-0").tag(TraceTagKey.LINKED_PROMPTS, value).build(),
                Map.of(),
                List.of()),
        filter);
  }

  /** What is in a list of links: the lists that there are stand in the dictionary. */
  private Node linked(
      String family,
      String name,
      LeafTest leaf,
      BiPredicate<TraceMatcher, String> matches,
      Filter filter)
      throws SQLException {
    Optional<Dictionary.Key> key = dictionary.key(family, name);
    if (key.isEmpty() || leaf instanceof LeafTest.None) {
      return Node.FALSE;
    }
    TraceMatcher matcher = TraceMatcher.of(filter);
    Postings postings = new Postings(dialect);
    Dictionary.Found found =
        dictionary.scan(
            key.get(), value -> matches.test(matcher, value.text()), "", Postings.MOST_TERMS);
    if (!found.complete()) {
      Optional<Dictionary.Entry> presence = dictionary.presence(key.get());
      return presence.isEmpty()
          ? Node.FALSE
          : Node.of(
              Bounds.between(postings.has(List.of(presence.get())), Expr.FALSE),
              Source.Terms.of(List.of(presence.get())));
    }
    Expr sure = found.sure().isEmpty() ? Expr.FALSE : postings.has(found.sure());
    Expr possible = found.possible().isEmpty() ? Expr.FALSE : postings.has(found.possible());
    return Node.of(Bounds.between(possible, sure), terms(found));
  }
}

package dev.spanloom.storage.sql.search;

import dev.spanloom.query.Filter;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A query taken apart: the experiments, the time and the states, which order the walks, and the
 * other conditions that all must hold.
 */
final class Plan {
  private final Dialect dialect;
  private final List<Long> experiments;
  private final TimeRange range;

  /** Null for all. */
  private final @Nullable List<String> states;

  private final List<Part> parts;
  private final TextConditions text;

  /** A condition, as it was asked and as it was translated. */
  record Part(Filter filter, Node node) {
    /** True when SQL, or the test of a column, says exactly what the filter says. */
    boolean isDecided() {
      return node.bounds().isExact() || node.columnTest() != null;
    }
  }

  private Plan(
      Dialect dialect,
      List<Long> experiments,
      TimeRange range,
      @Nullable List<String> states,
      List<Part> parts,
      TextConditions text) {
    this.dialect = dialect;
    this.experiments = experiments;
    this.range = range;
    this.states = states;
    this.parts = parts;
    this.text = text;
  }

  static Plan of(Sql sql, Dialect dialect, TraceQuery query) throws SQLException {
    List<String> experimentIds = query.experimentIds();
    TimeRange range = TimeRange.ALWAYS;
    List<String> states = null;
    List<Filter> rest = new ArrayList<>();
    for (Filter filter : conjuncts(query.filter(), new ArrayList<>())) {
      Optional<LeafTest> ofState = leaf(filter, TraceField.STATUS);
      Optional<LeafTest> ofExperiment = leaf(filter, TraceField.EXPERIMENT_ID);
      if (TimeRange.isRange(filter)) {
        range = range.with((Filter.Compare) filter);
      } else if (ofState.isPresent()) {
        List<String> passing = TraceConditions.statesOf(ofState.get(), SpanConditions.test(filter));
        states = states == null ? passing : states.stream().filter(passing::contains).toList();
      } else if (ofExperiment.isPresent()) {
        experimentIds =
            TraceConditions.passing(experimentIds, ofExperiment.get(), SpanConditions.test(filter));
      } else {
        rest.add(filter);
      }
    }
    Translator translator = new Translator(sql, dialect, query.experimentIds());
    List<Part> parts = new ArrayList<>();
    for (Filter filter : rest) {
      parts.add(new Part(filter, translator.node(filter)));
    }
    return new Plan(
        dialect,
        Experiments.numbers(experimentIds),
        range,
        states == null || states.size() == TraceConditions.STATES.size() ? null : states,
        parts,
        translator.text());
  }

  private static List<Filter> conjuncts(Filter filter, List<Filter> into) {
    if (filter instanceof Filter.And and) {
      and.parts().forEach(part -> conjuncts(part, into));
    } else {
      into.add(filter);
    }
    return into;
  }

  private static Optional<LeafTest> leaf(Filter filter, TraceField field) {
    if (filter instanceof Filter.Compare compare && compare.field() == field) {
      return Optional.of(LeafTest.of(compare));
    }
    return filter instanceof Filter.OneOf oneOf && oneOf.field() == field
        ? Optional.of(LeafTest.of(oneOf))
        : Optional.empty();
  }

  List<Long> experiments() {
    return experiments;
  }

  TimeRange range() {
    return range;
  }

  @Nullable List<String> states() {
    return states;
  }

  List<Part> parts() {
    return parts;
  }

  TextConditions text() {
    return text;
  }

  /** True when nothing can be found. */
  boolean isEmpty() {
    return experiments.isEmpty()
        || range.isEmpty()
        || (states != null && states.isEmpty())
        || parts.stream().anyMatch(part -> part.node().bounds().upper().isFalse());
  }

  /** The parts that SQL does not decide for every trace. */
  List<Part> undecided() {
    return parts.stream().filter(part -> !part.isDecided()).toList();
  }

  List<Node.ColumnTest> columnTests() {
    List<Node.ColumnTest> tests = new ArrayList<>();
    for (Part part : parts) {
      Node.ColumnTest test = part.node().columnTest();
      if (test != null) {
        tests.add(test);
      }
    }
    return tests;
  }

  /** What holds of all that is found, without experiments, time and states. */
  @SuppressWarnings("ReferenceEquality") // that very part, not one that looks like it
  Expr conditions(@Nullable Part proven) {
    return Expr.allOf(
        parts.stream()
            .filter(part -> part != proven)
            .sorted(Comparator.comparingLong(Plan::cost))
            .map(part -> part.node().bounds().upper())
            .toList());
  }

  /** Columns are looked at first, then what is rare; what only the words know is asked last. */
  private static long cost(Part part) {
    List<Source> sources = part.node().sources();
    if (sources.stream().anyMatch(source -> source instanceof Source.Words)) {
      return Long.MAX_VALUE;
    }
    return sources.isEmpty() ? 0 : Source.rarity(sources);
  }

  /** Where the undecided parts are decided after all, of a trace that satisfies all conditions. */
  Expr sure() {
    return Expr.allOf(undecided().stream().map(part -> part.node().bounds().sure()).toList());
  }

  /** The experiments, in a form that the index by time serves. */
  Expr experimentIndex() {
    return experiments.size() == 1
        ? Expr.of("t.experiment_id = ?", experiments.get(0))
        : Expr.of(dialect.inNumbers("t.experiment_id"), dialect.numbers(experiments));
  }

  /** Experiments, time and states, in a form that the indexes by time serve. */
  Expr indexedScope() {
    List<Expr> scope = new ArrayList<>();
    scope.add(experimentIndex());
    if (states != null) {
      scope.add(
          states.size() == 1
              ? Expr.of("t.state = ?", states.get(0))
              : Expr.of(dialect.inTexts("t.state"), dialect.texts(states)));
    }
    if (!range.isAlways()) {
      scope.add(
          Expr.of(
              "t.request_time_ms >= ? AND t.request_time_ms <= ?", range.first(), range.last()));
    }
    return Expr.allOf(scope);
  }

  /** Experiments, a time and states, in a form that no index serves. */
  Expr scope(TimeRange time) {
    List<Expr> scope = new ArrayList<>();
    scope.add(
        experiments.size() == 1
            ? Expr.of("(t.experiment_id + 0) = ?", experiments.get(0))
            : Expr.of(dialect.inNumbers("(t.experiment_id + 0)"), dialect.numbers(experiments)));
    if (!time.isAlways()) {
      scope.add(
          Expr.of(
              "(t.request_time_ms + 0) >= ? AND (t.request_time_ms + 0) <= ?",
              time.first(),
              time.last()));
    }
    if (states != null) {
      scope.add(new TextColumn(dialect, "t.state").in(states));
    }
    return Expr.allOf(scope);
  }
}

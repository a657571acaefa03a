package dev.spanloom.storage.sql.metrics;

import dev.spanloom.entities.TraceState;
import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.internal.metrics.MetricRules;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.rollup.RollupKey;
import dev.spanloom.storage.sql.search.Condition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A filter of traces as far as roll-ups know it: bounds of time, names and states, all of which
 * must hold.
 *
 * @param startMillis the first time; null for no bound
 * @param endMillis the last time; null for no bound
 * @param names one of them; null for any
 * @param states one of them; null for any
 */
record RollupFilter(
    @Nullable Long startMillis,
    @Nullable Long endMillis,
    @Nullable List<String> names,
    @Nullable List<String> states) {
  static final RollupFilter ALL = new RollupFilter(null, null, null, null);

  private static final BigDecimal SMALLEST = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  /** The filter, when roll-ups know all that it asks for. */
  static Optional<RollupFilter> of(Filter filter) {
    if (filter instanceof Filter.And and) {
      RollupFilter all = ALL;
      for (Filter part : and.parts()) {
        Optional<RollupFilter> known = of(part);
        if (known.isEmpty()) {
          return Optional.empty();
        }
        all = all.and(known.get());
      }
      return Optional.of(all);
    }
    if (filter instanceof Filter.Compare compare) {
      return compare.field() == TraceField.TIMESTAMP_MS
          ? time(compare.operator(), compare.value())
          : switch (compare.operator()) {
            case EQUAL -> texts(compare.field(), false, List.of(compare.value()));
            case NOT_EQUAL -> texts(compare.field(), true, List.of(compare.value()));
            default -> Optional.empty();
          };
    }
    return filter instanceof Filter.OneOf oneOf
        ? texts(oneOf.field(), oneOf.negated(), oneOf.values())
        : Optional.empty();
  }

  private static Optional<RollupFilter> time(Operator operator, Literal literal) {
    BigDecimal value =
        literal instanceof Literal.Number number
            ? number.value()
            : literal instanceof Literal.Moment moment
                ? BigDecimal.valueOf(moment.unixMillis())
                : null;
    if (value == null || value.compareTo(SMALLEST) <= 0 || value.compareTo(LARGEST) >= 0) {
      return Optional.empty();
    }
    long down = value.setScale(0, RoundingMode.FLOOR).longValue();
    long up = value.setScale(0, RoundingMode.CEILING).longValue();
    return switch (operator) {
      case LESS -> Optional.of(between(null, up - 1));
      case LESS_OR_EQUAL -> Optional.of(between(null, down));
      case GREATER -> Optional.of(between(down + 1, null));
      case GREATER_OR_EQUAL -> Optional.of(between(up, null));
      default -> Optional.empty();
    };
  }

  private static RollupFilter between(@Nullable Long start, @Nullable Long end) {
    return new RollupFilter(start, end, null, null);
  }

  private static Optional<RollupFilter> texts(Field field, boolean negated, List<Literal> values) {
    List<String> texts = new ArrayList<>();
    for (Literal value : values) {
      if (!(value instanceof Literal.Text text)) {
        return Optional.empty();
      }
      texts.add(text.value());
    }
    if (field == TraceField.STATUS) {
      Predicate<String> wanted = state -> texts.contains(state) != negated;
      return Optional.of(
          new RollupFilter(
              null,
              null,
              null,
              Arrays.stream(TraceState.values()).map(Enum::name).filter(wanted).toList()));
    }
    // a name that was cut is equal to no shorter one
    boolean known =
        field == TraceField.NAME
            && !negated
            && texts.stream().allMatch(name -> name.length() < MetricRules.MAX_NAME_CHARS);
    return known
        ? Optional.of(new RollupFilter(null, null, List.copyOf(texts), null))
        : Optional.empty();
  }

  RollupFilter and(RollupFilter other) {
    return new RollupFilter(
        startMillis == null || other.startMillis == null
            ? either(startMillis, other.startMillis)
            : Long.valueOf(Math.max(startMillis, other.startMillis)),
        endMillis == null || other.endMillis == null
            ? either(endMillis, other.endMillis)
            : Long.valueOf(Math.min(endMillis, other.endMillis)),
        common(names, other.names),
        common(states, other.states));
  }

  /** The same, but only within a time. */
  RollupFilter within(@Nullable Long start, @Nullable Long end) {
    return and(between(start, end));
  }

  private static <T> @Nullable T either(@Nullable T one, @Nullable T other) {
    return one == null ? other : one;
  }

  private static @Nullable List<String> common(
      @Nullable List<String> one, @Nullable List<String> other) {
    return one == null || other == null
        ? either(one, other)
        : one.stream().filter(other::contains).toList();
  }

  /** The labels of the names; empty for any. */
  List<String> labels() {
    return names == null ? List.of() : names.stream().map(RollupKey::label).toList();
  }

  /** What it says of names and states of the roll-ups of traces. */
  void addTo(SqlText text, Dialect dialect) {
    if (names != null) {
      text.add(" AND " + dialect.inTexts("name"), dialect.texts(labels()));
    }
    if (states != null) {
      text.add(" AND " + dialect.inTexts("state"), dialect.texts(states));
    }
  }

  /** The same of rows {@code t} of traces; nothing is said of the time. */
  Condition rows(Condition experiments, Dialect dialect) {
    SqlText text = new SqlText().add(experiments);
    if (names != null) {
      text.add(" AND " + dialect.inTexts("t.name"), dialect.texts(names));
    }
    if (states != null) {
      text.add(" AND " + dialect.inTexts("t.state"), dialect.texts(states));
    }
    return new Condition(text.text(), List.of(text.parameters()));
  }
}

package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.HostileWorld.any;

import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.OrderKey;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Filters and orders over what {@link HostileWorld} has. */
final class HostileFilters {
  private static final List<String> PATTERNS =
      List.of(
          "%",
          "%a%",
          "al%",
          "%lpha",
          "alpha",
          "BETA%",
          "%gamma%",
          "beta gamma",
          "a_b",
          "_",
          "step%",
          "step 1",
          "%ep 2%",
          "%text a long%",
          "a long%",
          "%\u4e2d%",
          "%stra\u00dfe%",
          "%role\": \"user%",
          "5%",
          "%0%",
          "%xxx%",
          "%7777%",
          "[%",
          "%user%",
          "%k: %",
          "%istanbul%",
          "%e",
          "");
  private static final List<String> REGEXES =
      List.of("^a", "[0-9]+", "a$", ".", "^(alpha|Beta)$", "[^a]");

  private final Random random;
  private final int spread;

  /**
   * Filters of a world.
   *
   * @param spread over how many milliseconds its traces start
   */
  HostileFilters(Random random, int spread) {
    this.random = random;
    this.spread = spread;
  }

  Filter filter(int depth) {
    if (depth > 0) {
      switch (random.nextInt(7)) {
        case 0, 1 -> {
          return new Filter.And(parts(depth));
        }
        case 2 -> {
          return new Filter.Or(parts(depth));
        }
        case 3 -> {
          return new Filter.Not(filter(depth - 1));
        }
        default -> {}
      }
    }
    return random.nextInt(4) == 0
        ? new Filter.InSpan(spanFilter(2))
        : leaf(random.nextInt(3) == 0 ? spanField() : traceField());
  }

  private List<Filter> parts(int depth) {
    return IntStream.range(0, random.nextInt(4)).mapToObj(i -> filter(depth - 1)).toList();
  }

  private Filter spanFilter(int depth) {
    if (depth > 0) {
      List<Filter> parts =
          IntStream.range(0, 1 + random.nextInt(2)).mapToObj(i -> spanFilter(depth - 1)).toList();
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          return new Filter.And(parts);
        }
        case 2 -> {
          return new Filter.Or(parts);
        }
        case 3 -> {
          return new Filter.Not(parts.get(0));
        }
        default -> {}
      }
    }
    return leaf(spanField());
  }

  private Field traceField() {
    return switch (random.nextInt(4)) {
      case 0 -> KeyedField.tag(any(HostileWorld.KEYS, random));
      case 1 ->
          random.nextBoolean()
              ? KeyedField.metadata(any(HostileWorld.KEYS, random))
              : new KeyedField(
                  any(List.of(KeyedField.Family.FEEDBACK, KeyedField.Family.EXPECTATION), random),
                  any(HostileWorld.KEYS, random));
      default -> any(Arrays.asList(TraceField.values()), random);
    };
  }

  private Field spanField() {
    return random.nextInt(3) == 0
        ? KeyedField.spanAttribute(any(HostileWorld.ATTRIBUTES, random))
        : any(Arrays.asList(SpanField.values()), random);
  }

  private Filter leaf(Field field) {
    if (random.nextInt(8) == 0) {
      return new Filter.Present(field, random.nextBoolean());
    }
    if (random.nextInt(6) == 0) {
      return new Filter.OneOf(
          field,
          random.nextBoolean(),
          IntStream.range(0, random.nextInt(4)).mapToObj(i -> literal(field)).toList());
    }
    Operator operator = any(Arrays.asList(Operator.values()), random);
    boolean text = field == TraceField.TEXT || field == SpanField.CONTENT;
    if (text && random.nextInt(4) != 0) {
      operator = random.nextBoolean() ? Operator.LIKE : Operator.ILIKE;
    }
    if (operator.isPattern()) {
      return new Filter.Compare(
          field,
          operator,
          new Literal.Text(any(operator == Operator.RLIKE ? REGEXES : PATTERNS, random)));
    }
    return new Filter.Compare(field, operator, literal(field));
  }

  private Literal literal(Field field) {
    if (field == TraceField.TIMESTAMP_MS || field == TraceField.END_TIME_MS) {
      return Literal.Number.of(Examples.START_MILLIS + random.nextInt(spread + 40));
    }
    if (field == TraceField.REQUEST_ID) {
      return new Literal.Text(Examples.traceId(random.nextInt(60)));
    }
    if (field == TraceField.STATUS) {
      return new Literal.Text(any(List.of("OK", "ERROR", "IN_PROGRESS", "x"), random));
    }
    if (field == TraceField.EXPERIMENT_ID) {
      return new Literal.Text(any(HostileWorld.EXPERIMENTS, random));
    }
    if (field == TraceField.PROMPT) {
      return new Literal.Text("p/" + random.nextInt(3));
    }
    if (field == SpanField.TYPE && random.nextInt(4) != 0) {
      return new Literal.Text(any(HostileWorld.TYPES, random));
    }
    if (field == SpanField.MODEL && random.nextInt(4) != 0) {
      return new Literal.Text(any(HostileWorld.MODELS, random));
    }
    if (field == SpanField.STATUS && random.nextInt(4) != 0) {
      return new Literal.Text(any(List.of("OK", "ERROR", "UNSET"), random));
    }
    boolean number =
        (field instanceof TraceField t && t.kind() == TraceField.Kind.NUMBER)
            || (field instanceof SpanField s && s.kind() == TraceField.Kind.NUMBER);
    return switch (random.nextInt(number ? 4 : 8)) {
      case 0, 1, 2 -> Literal.Number.of(any(List.of(5.0, 0.25, -3.0, 1.0, 0.0, 2.5, 1e20), random));
      case 3 -> new Literal.Bool(random.nextBoolean());
      default -> new Literal.Text(any(HostileWorld.TEXTS, random));
    };
  }

  /** An order of up to two keys of its own. */
  List<OrderKey> order() {
    Set<Field> fields = new LinkedHashSet<>();
    for (int i = random.nextInt(4) - 1; i > 0; i--) {
      Field field =
          random.nextInt(3) == 0
              ? random.nextBoolean()
                  ? KeyedField.tag(any(HostileWorld.KEYS, random))
                  : KeyedField.metadata(any(HostileWorld.KEYS, random))
              : any(Arrays.asList(TraceField.values()), random);
      if (field != TraceField.TEXT && field != TraceField.PROMPT) {
        fields.add(field);
      }
    }
    List<OrderKey> order = new ArrayList<>();
    fields.forEach(field -> order.add(new OrderKey(field, random.nextBoolean())));
    if (order.isEmpty() && random.nextBoolean()) {
      order.add(random.nextBoolean() ? OrderKey.NEWEST_FIRST : OrderKey.OLDEST_FIRST);
    }
    return order;
  }
}

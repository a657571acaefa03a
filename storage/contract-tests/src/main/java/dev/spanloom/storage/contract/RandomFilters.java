package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.traceId;
import static dev.spanloom.storage.contract.RandomWorld.any;

import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.KeyedField.Family;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.OrderKey;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Filter trees and orders over everything that the small world has. */
final class RandomFilters {
  private static final List<TraceField> TEXTS =
      Stream.of(TraceField.values()).filter(f -> f.kind() == TraceField.Kind.TEXT).toList();
  private static final List<TraceField> NUMBERS =
      Stream.of(TraceField.values())
          .filter(f -> f.kind() == TraceField.Kind.NUMBER || f.kind() == TraceField.Kind.TIME)
          .toList();
  private static final List<SpanField> SPAN_TEXTS =
      Stream.of(SpanField.values()).filter(f -> f.kind() == TraceField.Kind.TEXT).toList();
  private static final List<SpanField> SPAN_NUMBERS =
      Stream.of(SpanField.values()).filter(f -> f.kind() == TraceField.Kind.NUMBER).toList();
  private static final List<Operator> COMPARISONS =
      List.of(
          Operator.EQUAL,
          Operator.NOT_EQUAL,
          Operator.LESS,
          Operator.LESS_OR_EQUAL,
          Operator.GREATER,
          Operator.GREATER_OR_EQUAL);
  private static final List<String> LIKES =
      List.of(
          "%", "v%", "%1", "V_", "name _", "%am%", "%e 1%", "c%", "", "%'%", "%vvv%", "s_", "5%");
  private static final List<String> REGEXES =
      List.of("^v", "1$", "name [01]", "(true|5)", "v{3}", ".");
  private static final List<String> TEXT_PATTERNS =
      List.of(
          "%alpha%",
          "%ALPHA%",
          "%lph%",
          "%pha be%",
          "%pha Be%",
          "%beta%alpha%",
          "%gamma-d%",
          "%NAÏVE%",
          "%ïve%",
          "%学習%",
          "%学%",
          "%x_y%",
          "%\"q\"%",
          "%12%",
          "%in 4_%",
          "%in 4%",
          "%t's%",
          "name 1%",
          "%vvvv%",
          "%LLM%",
          "%",
          "nothing");

  private RandomFilters() {}

  static Filter filter(Random random) {
    return tree(random, 3, false);
  }

  private static Filter tree(Random random, int depth, boolean inSpan) {
    int kind = depth == 0 ? 9 : random.nextInt(10);
    return switch (kind) {
      case 0, 1 -> new Filter.And(trees(random, depth, inSpan));
      case 2, 3 -> new Filter.Or(trees(random, depth, inSpan));
      case 4 -> new Filter.Not(tree(random, depth - 1, inSpan));
      case 5, 6 ->
          inSpan ? tree(random, depth - 1, true) : new Filter.InSpan(tree(random, depth - 1, true));
      default -> leaf(random, inSpan);
    };
  }

  private static List<Filter> trees(Random random, int depth, boolean inSpan) {
    return IntStream.range(0, random.nextInt(6) == 0 ? random.nextInt(2) : 2 + random.nextInt(2))
        .mapToObj(i -> tree(random, depth - 1, inSpan))
        .toList();
  }

  private static Filter leaf(Random random, boolean inSpan) {
    int kind = inSpan ? 6 + random.nextInt(6) : random.nextInt(12);
    return switch (kind) {
      case 0 -> text(any(TEXTS, random), random);
      case 1, 2 -> number(any(NUMBERS, random), random);
      case 3 -> keyed(KeyedField.tag(RandomWorld.anyKey(random)), random);
      case 4 -> keyed(KeyedField.metadata("k"), random);
      case 5 -> keyed(new KeyedField(Family.FEEDBACK, "f" + random.nextInt(2)), random);
      case 6, 7 -> keyed(KeyedField.spanAttribute("x"), random);
      case 8 -> text(any(SPAN_TEXTS, random), random);
      case 9 -> number(any(SPAN_NUMBERS, random), random);
      default ->
          new Filter.Compare(
              inSpan || random.nextBoolean() ? SpanField.CONTENT : TraceField.TEXT,
              random.nextBoolean() ? Operator.LIKE : Operator.ILIKE,
              new Literal.Text(any(TEXT_PATTERNS, random)));
    };
  }

  private static Filter text(Field field, Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> new Filter.Present(field, random.nextBoolean());
      case 1 ->
          new Filter.OneOf(
              field, random.nextBoolean(), List.of(textOf(field, random), textOf(field, random)));
      case 2 -> pattern(field, random);
      case 3 -> new Filter.Compare(field, Operator.NOT_EQUAL, textOf(field, random));
      default -> new Filter.Compare(field, Operator.EQUAL, textOf(field, random));
    };
  }

  private static Filter pattern(Field field, Random random) {
    Operator operator = any(List.of(Operator.LIKE, Operator.ILIKE, Operator.RLIKE), random);
    String pattern = any(operator == Operator.RLIKE ? REGEXES : LIKES, random);
    return new Filter.Compare(field, operator, new Literal.Text(pattern));
  }

  private static Literal textOf(Field field, Random random) {
    if (field instanceof TraceField traceField) {
      return new Literal.Text(
          switch (traceField) {
            case REQUEST_ID -> traceId(random.nextInt(RandomWorld.TRACES));
            case CLIENT_REQUEST_ID -> "c" + random.nextInt(3);
            case STATUS -> any(List.of("OK", "ERROR", "IN_PROGRESS", "STATE_UNSPECIFIED"), random);
            case EXPERIMENT_ID -> "0";
            case SESSION_ID -> "s" + random.nextInt(2);
            case USER -> "u" + random.nextInt(2);
            case NAME -> "name " + random.nextInt(3);
            default -> any(RandomWorld.VALUES, random);
          });
    }
    if (field instanceof SpanField spanField) {
      return new Literal.Text(
          switch (spanField) {
            case NAME -> "name " + random.nextInt(3);
            case TYPE -> any(RandomWorld.TYPES, random);
            case STATUS -> any(List.of("OK", "ERROR", "UNSET"), random);
            default -> "m" + random.nextInt(2);
          });
    }
    return new Literal.Text(any(RandomWorld.VALUES, random));
  }

  private static Filter number(Field field, Random random) {
    if (random.nextInt(6) == 0) {
      return new Filter.Present(field, random.nextBoolean());
    }
    boolean time = field instanceof TraceField f && f.kind() == TraceField.Kind.TIME;
    Literal value =
        time
            ? Literal.Number.of(START_MILLIS + random.nextInt(6))
            : Literal.Number.of(
                random.nextInt(3) == 0 ? random.nextInt(200) : random.nextInt(8) / 4.0);
    return new Filter.Compare(field, any(COMPARISONS, random), value);
  }

  private static Filter keyed(KeyedField field, Random random) {
    return switch (random.nextInt(4)) {
      case 0 ->
          new Filter.Compare(
              field,
              random.nextBoolean() ? Operator.EQUAL : Operator.NOT_EQUAL,
              new Literal.Bool(random.nextBoolean()));
      case 1 ->
          new Filter.Compare(
              field, any(COMPARISONS, random), Literal.Number.of(random.nextInt(40) / 4.0 - 3));
      default -> text(field, random);
    };
  }

  /** None, one or two keys. */
  static List<OrderKey> order(Random random) {
    return Stream.generate(() -> sortable(random))
        .limit(random.nextInt(3))
        .distinct()
        .map(field -> new OrderKey(field, random.nextBoolean()))
        .toList();
  }

  private static Field sortable(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> KeyedField.tag(RandomWorld.anyKey(random));
      case 1 -> any(TEXTS.stream().filter(f -> f != TraceField.PROMPT).toList(), random);
      case 2 -> KeyedField.metadata("k");
      default -> any(NUMBERS, random);
    };
  }
}

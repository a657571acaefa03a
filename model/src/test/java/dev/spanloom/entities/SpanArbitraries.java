package dev.spanloom.entities;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random plain values and spans. */
public final class SpanArbitraries {
  private SpanArbitraries() {}

  /** All that an OTLP value can hold, nested. */
  public static Arbitrary<Object> plainValues() {
    return values(true, 3);
  }

  /** As {@link #plainValues}, without byte arrays and numbers that JSON has no spelling for. */
  public static Arbitrary<Object> jsonValues() {
    return values(false, 3);
  }

  private static Arbitrary<Object> values(boolean otlp, int depth) {
    Arbitrary<Object> numbers =
        otlp
            ? Arbitraries.of(Double.NaN, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE)
            : Arbitraries.of(1.5, -0.0, 1e300, 2.0);
    Arbitrary<Object> scalars =
        Arbitraries.oneOf(
            Arbitraries.just((Object) "").injectNull(0.5),
            Arbitraries.of(true, false),
            Arbitraries.longs(),
            Arbitraries.doubles(),
            numbers,
            texts());
    if (otlp) {
      scalars = Arbitraries.oneOf(scalars, Arbitraries.bytes().array(byte[].class).ofMaxSize(20));
    }
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<Object> inner = values(otlp, depth - 1);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(5, scalars),
        net.jqwik.api.Tuple.of(1, inner.list().ofMaxSize(3).map(ArrayList::new)),
        net.jqwik.api.Tuple.of(1, maps(inner).map(map -> (Object) map)));
  }

  private static Arbitrary<Map<String, Object>> maps(Arbitrary<Object> values) {
    Arbitrary<List<String>> keys = texts().list().uniqueElements().ofMaxSize(3);
    return Combinators.combine(keys, values.list().ofSize(3))
        .as(
            (names, items) -> {
              Map<String, Object> map = new LinkedHashMap<>();
              for (int i = 0; i < names.size(); i++) {
                map.put(names.get(i), items.get(i));
              }
              return map;
            });
  }

  public static Arbitrary<Map<String, Object>> attributes() {
    return maps(plainValues());
  }

  /** Texts of any language, short and around the lengths at which the codec changes. */
  static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(30),
        Arbitraries.of("", "é✓", "😀 emoji", "\u0000\u0001\u001f\u007f\u2028", "x".repeat(200)));
  }

  static Arbitrary<String> hex(int digits) {
    return Arbitraries.strings().withChars("0123456789abcdef").ofLength(digits);
  }

  static Arbitrary<String> ids(int digits) {
    return hex(digits).filter(id -> !id.matches("0*"));
  }

  static Arbitrary<SpanEvent> events() {
    return Combinators.combine(
            texts(),
            Arbitraries.longs().greaterOrEqual(0),
            attributes(),
            Arbitraries.integers().between(0, 9))
        .as(SpanEvent::new);
  }

  static Arbitrary<Link> links() {
    return Combinators.combine(
            ids(32).map(TraceIds::fromOtel),
            ids(16),
            attributes(),
            texts(),
            Arbitraries.integers(),
            Arbitraries.integers().between(0, 9))
        .as(Link::new);
  }

  static Arbitrary<OtelResource> resources() {
    return Combinators.combine(attributes(), texts(), Arbitraries.integers().between(0, 9))
        .as(OtelResource::new);
  }

  static Arbitrary<OtelScope> scopes() {
    return Combinators.combine(
            texts(), texts(), attributes(), texts(), Arbitraries.integers().between(0, 9))
        .as(OtelScope::new);
  }

  public static Arbitrary<Span> spans() {
    Arbitrary<Span.Builder> bases =
        Combinators.combine(ids(32), ids(16), ids(16).injectNull(0.3), texts())
            .as(
                (trace, span, parent, name) ->
                    Span.builder(TraceIds.fromOtel(trace), span).parentId(parent).name(name));
    Arbitrary<Span.Builder> timed =
        Combinators.combine(
                bases,
                Arbitraries.longs().greaterOrEqual(0),
                Arbitraries.longs().greaterOrEqual(0),
                Arbitraries.of(SpanKind.values()),
                Arbitraries.of(SpanStatusCode.values()),
                texts())
            .as(
                (builder, start, end, kind, code, message) ->
                    builder
                        .startTimeUnixNanos(start)
                        .endTimeUnixNanos(end)
                        .kind(kind)
                        .status(new SpanStatus(code, message)));
    Arbitrary<Span.Builder> filled =
        Combinators.combine(
                timed, attributes(), events().list().ofMaxSize(2), links().list().ofMaxSize(2))
            .as(
                (builder, attributes, events, links) -> {
                  attributes.forEach((k, v) -> builder.attribute(k, AttributeValue.of(v)));
                  return builder.events(events).links(links);
                });
    return Combinators.combine(
            filled,
            texts(),
            Arbitraries.integers(),
            Arbitraries.integers().between(0, 1000),
            resources(),
            scopes())
        .as(
            (builder, state, flags, dropped, resource, scope) ->
                builder
                    .traceState(state)
                    .flags(flags)
                    .dropped(new Span.DroppedCounts(dropped, dropped / 2, dropped / 3))
                    .resource(resource)
                    .scope(scope)
                    .build());
  }
}

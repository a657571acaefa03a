package dev.spanloom.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a span holds, it is translated, and keeps what it had. */
class TranslatorPropertiesTest {
  private static final SpanTranslator TRANSLATOR = SpanTranslator.standard();
  private static final List<Convention> CONVENTIONS = ConventionFiles.all();

  @Property(tries = 3_000)
  void whatTheSpanHadStaysAndWhatIsAddedIsMlflows(
      @ForAll("attributes") Map<String, Object> attributes,
      @ForAll("attributes") Map<String, Object> ofEvents,
      @ForAll boolean root) {
    List<SpanEvent> events = new ArrayList<>();
    for (String name : names(true)) {
      events.add(SpanEvent.of(name, 1, ofEvents));
    }
    EncodedSpan span =
        Spans.of(
            attributes,
            ofEvents.size() % 2 == 0 ? List.of() : events,
            root ? null : "3".repeat(16));

    EncodedSpan translated = TRANSLATOR.translate(span).span();

    assertThat(Arrays.copyOf(translated.span(), span.span().length)).isEqualTo(span.span());
    Map<String, AttributeValue> before = span.decode().attributeValues();
    Map<String, AttributeValue> after = translated.decode().attributeValues();
    assertThat(after).containsAllEntriesOf(before);
    assertThat(after.keySet())
        .allMatch(key -> before.containsKey(key) || key.startsWith("mlflow."));
    assertThat(TRANSLATOR.translate(translated).span()).isSameAs(translated);
  }

  @Property(tries = 2_000)
  void anyBytes(@ForAll byte[] bytes) {
    EncodedSpan span = new EncodedSpan(bytes, new byte[0], "", new byte[0], "");

    assertThat(TRANSLATOR.translate(span).span().span()).startsWith(bytes);
  }

  @Provide
  Arbitrary<Map<String, Object>> attributes() {
    Arbitrary<String> known = Arbitraries.of(keys());
    Arbitrary<String> built =
        Combinators.combine(
                known, Arbitraries.of("", ".0", ".0.message.role", ".1.tool_calls.0.id", "."))
            .as(String::concat);
    Arbitrary<String> keys = Arbitraries.oneOf(known, built, Arbitraries.strings().ofMaxLength(12));
    return Arbitraries.maps(keys, values()).ofMaxSize(25).map(LinkedHashMap::new);
  }

  private static Arbitrary<Object> values() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "chat",
            "tool",
            "query",
            "{}",
            "[]",
            "null",
            "\"x\"",
            "{\"a\": 1}",
            "[1, \"2\"]",
            "12",
            "-3",
            "1e400",
            "NaN",
            "[{\"name\": \"f\", \"parameters\": {}}]",
            "{\"model\": \"m\"}",
            "[{\"id\": 1, \"score\": \"x\", \"metadata\": []}]",
            "{\"messages\": [[]]}",
            "[null]"),
        Arbitraries.strings().ofMaxLength(10),
        Arbitraries.longs(),
        Arbitraries.doubles().filter(number -> !number.isNaN()),
        Arbitraries.of(true, false),
        Arbitraries.integers().list().ofMaxSize(3).map(list -> (Object) list),
        Arbitraries.of("a", "b").map(key -> Map.of(key, List.of(key))));
  }

  private static Set<String> keys() {
    Set<String> keys = names(false);
    for (Convention convention : CONVENTIONS) {
      convention
          .sources()
          .values()
          .forEach(
              sources ->
                  sources.forEach(
                      source ->
                          keys.add(source.notation().replace("<n>", "0").replace("*", "content"))));
    }
    keys.addAll(List.of("ai.operationId", "db.operation.name", "content", "message", "role"));
    return keys;
  }

  private static Set<String> names(boolean events) {
    Set<String> names = new TreeSet<>();
    Convention.triggers(CONVENTIONS).stream()
        .filter(trigger -> trigger.event() == events)
        .forEach(trigger -> names.add(trigger.text()));
    return names;
  }
}

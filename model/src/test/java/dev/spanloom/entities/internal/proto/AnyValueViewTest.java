package dev.spanloom.entities.internal.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A view has the values that the JSON text of the value has. */
class AnyValueViewTest {
  @Property(tries = 300)
  void aViewIsWhatTheJsonTextSays(@ForAll("values") Object value) {
    assertThat(AnyValueView.of(AnyValues.encode(value)))
        .isEqualTo(JsonReader.read(JsonWriter.write(value)));
  }

  @Example
  void anEntryIsFoundWithoutTheOthers() {
    Map<?, ?> view = view(AnyValues.encode(Map.of("a", 1L, "b", List.of(Map.of("c", "text")))));

    assertThat(view.get("a")).isEqualTo(1L);
    assertThat(view.get("b")).isEqualTo(List.of(Map.of("c", "text")));
    assertThat(view.containsKey("c")).isFalse();
    assertThat(view.get("c")).isNull();
    assertThat(view.get(1L)).isNull();
  }

  @Example
  void ofARepeatedKeyTheLastValueCounts() {
    ProtoWriter out = new ProtoWriter(64);
    int mark = out.beginMessage(AnyValues.KVLIST);
    AnyValues.writeKeyValue(out, 1, "key", "first");
    AnyValues.writeKeyValue(out, 1, "other", null);
    AnyValues.writeKeyValue(out, 1, "key", "last");
    out.endMessage(mark);
    Map<?, ?> view = view(out.toByteArray());

    assertThat(view.get("key")).isEqualTo("last");
    assertThat(view.containsKey("other")).isTrue();
    assertThat(view.get("other")).isNull();
    assertThat(view).isEqualTo(AnyValues.decode(out.toByteArray()));
    assertThat(view).hasSize(2);
  }

  @Example
  void whatIsMalformedIsRefusedAsElsewhere() {
    byte[] cut = new byte[] {AnyValues.STRING << 3 | ProtoWriter.LENGTH_DELIMITED, 9};

    assertThatExceptionOfType(MalformedProtoException.class).isThrownBy(() -> AnyValueView.of(cut));
  }

  private static Map<?, ?> view(byte[] anyValue) {
    return (Map<?, ?>) Objects.requireNonNull(AnyValueView.of(anyValue));
  }

  @Provide
  Arbitrary<Object> values() {
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings().ascii().ofMaxLength(40).map(text -> text),
            Arbitraries.longs().map(number -> number),
            Arbitraries.doubles().map(number -> number),
            Arbitraries.of(true, Double.NaN, new byte[] {1, 2}, "ä😀"));
    Arbitrary<Object> nested =
        Arbitraries.maps(Arbitraries.strings().ascii().ofMaxLength(5), leaves)
            .ofMaxSize(3)
            .map(map -> map);
    return Arbitraries.oneOf(leaves, nested, nested.list().ofMaxSize(3).map(list -> list));
  }
}

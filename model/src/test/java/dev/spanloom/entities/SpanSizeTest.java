package dev.spanloom.entities;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.internal.json.JsonLength;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The size of a span is counted; here it is compared with the length of the text itself. */
class SpanSizeTest {
  @Provide
  Arbitrary<Span> spans() {
    return SpanArbitraries.spans();
  }

  @Provide
  Arbitrary<Object> values() {
    return SpanArbitraries.plainValues();
  }

  @Property
  void theCountedSizeIsTheLengthOfTheText(@ForAll("spans") Span span) {
    assertThat(span.jsonSizeBytes()).isEqualTo(written(span));
  }

  @Property
  void soItIsOfSpansFromBytesAndFromFiles(@ForAll("spans") Span span) {
    Span decoded = Span.fromOtlp(span.toOtlp());
    Span read = Span.fromMap(span.toMap());

    assertThat(decoded.jsonSizeBytes()).isEqualTo(written(decoded));
    assertThat(read.jsonSizeBytes()).isEqualTo(written(read));
  }

  @Property
  void soItIsOnceTheTextsOfValuesAreKnown(@ForAll("spans") Span span) {
    long before = span.jsonSizeBytes();
    span.attributeValues().values().forEach(AttributeValue::json);

    assertThat(span.jsonSizeBytes()).isEqualTo(before);
  }

  @Property
  void bytesThatAreNoUtf8CountAsWhatTheyAreReadAs(@ForAll byte[] bytes) {
    Span span = Span.fromOtlp(TestSpans.root().attribute("a", string(bytes)).build().toOtlp());

    assertThat(span.jsonSizeBytes()).isEqualTo(written(span));
  }

  @Property
  void aTextWithOneByteChangedCountsRight(
      @ForAll("values") Object value, @ForAll int at, @ForAll byte changed) {
    byte[] bytes = ("12345678é✓😀" + value + "\u007f\"\\abcdefgh").getBytes(UTF_8);
    bytes[Math.floorMod(at, bytes.length)] = changed;
    Span span = Span.fromOtlp(TestSpans.root().attribute("a", string(bytes)).build().toOtlp());

    assertThat(span.jsonSizeBytes()).isEqualTo(written(span));
  }

  @Property
  void aPlainValueIsCountedAsItIsWritten(@ForAll("values") Object value, @ForAll String text) {
    JsonLength counted = JsonLength.ascii();
    counted.value(value).value(text);

    assertThat(counted.length())
        .isEqualTo(JsonWriter.ascii().value(value).value(text).toString().length());
  }

  @Property
  void anEmbeddedValueIsCountedAsItIsEscaped(@ForAll("values") Object value, @ForAll String text) {
    JsonLength counted = JsonLength.embedded();
    counted.value(value).value(text);

    String once = JsonWriter.oneLine().value(value).value(text).toString();
    String twice = JsonWriter.ascii().value(once).toString();
    assertThat(counted.length() + 2).isEqualTo(twice.length());
  }

  private static AttributeValue string(byte[] utf8) {
    ProtoWriter out = new ProtoWriter(utf8.length + 8);
    out.bytesField(1, utf8);
    return AttributeValue.ofAnyValue(out.toByteArray());
  }

  private static long written(Span span) {
    return JsonWriter.ascii()
        .value(span.toMap())
        .toString()
        .getBytes(StandardCharsets.US_ASCII)
        .length;
  }
}

package dev.spanloom.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedJsonTest {
  private static @Nullable EncodedJson of(String text) {
    byte[] bytes = (text + "what comes behind").getBytes(StandardCharsets.UTF_8);
    return EncodedJson.of(bytes, text.getBytes(StandardCharsets.UTF_8).length);
  }

  private static EncodedJson known(String text) {
    EncodedJson json = of(text);
    assertThat(json).as(text).isNotNull();
    return json;
  }

  private static AttributeValue snapshotOf(Object value) {
    return Snapshots.of(value, SnapshotLimits.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":{},\"b\":[],\"\":[[],{}]}",
        "\t{ \"a\" : [ 1 , -2 , 0 , -0 , 999999999999999999 ] ,\r\n \"b\" : null }  ",
        "{\"a\":0.7,\"b\":-0.0,\"c\":123456789.012345,\"d\":0.00000000000001,\"e\":-98765432109.75}",
        "{\"a\":1.5,\"b\":-0.25e3,\"c\":1E-7,\"d\":1e999,\"e\":0.1,\"f\":true,\"g\":false}",
        "{\"a\":\"a \\\"quoted\\\" \\\\ word\\n\\t\\r\\b\\f\\/\"}",
        "{\"a\":\"gr\\u00fcn \\ud83d\\ude00\",\"b\":\"grün 😀\"}",
        "{\"a\":\"seven b\",\"b\":\"eight by\",\"c\":\"nine byte\",\"d\":\"eighteen chars 'é'\"}",
        "{\"id\":\"x\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"}}]}"
      })
  void itIsEncodedAsASnapshotOfWhatAReaderReads(String text) {
    Object read = JsonReader.read(text);

    assertThat(snapshotOf(known(text)).anyValue()).isEqualTo(snapshotOf(read).anyValue());
    assertThat(known(text)).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{\"a\":[1",
        "{\"a\":\"text",
        "{\"a\":\"text\\",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12G4\"}",
        "{\"a\":\"line\nbreak\"}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":1.e3}",
        "{\"a\":1e}",
        "{\"a\":-}",
        "{\"a\":+1}",
        "{\"a\":tru}",
        "{\"a\":nul",
        "{\"a\":trueish}",
        "{\"a\" 1}",
        "{a:1}",
        "{\"a\":1}}",
        "{\"a\":1} x"
      })
  void whatIsNoJsonIsLeftToTheReader(String text) {
    assertThat(of(text)).isNull();
    assertThat(catchSyntax(text)).isInstanceOf(JsonSyntaxException.class);
  }

  private static @Nullable Throwable catchSyntax(String text) {
    try {
      JsonReader.read(text);
      return null;
    } catch (JsonSyntaxException e) {
      return e;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]",
        "\"text\"",
        "null",
        "{\"a\":1,\"a\":2}",
        "{\"gr\\u00fcn\":1}",
        "{\"grün\":1}",
        "{\"a\":1234567890123456789}",
        "{\"a\":NaN}"
      })
  void whatIsRareIsLeftToTheReader(String text) {
    assertThat(of(text)).isNull();
  }

  @Test
  void anObjectThatIsNestedDeeplyIsLeftToTheReader() {
    assertThat(of("{\"a\":".repeat(64) + "1" + "}".repeat(64))).isNotNull();
    assertThat(of("{\"a\":".repeat(65) + "1" + "}".repeat(65))).isNull();
  }

  @Test
  void lengthsOfOneByteAndOfMoreAreWrittenAsInSnapshots() {
    for (int size : new int[] {0, 1, 110, 126, 127, 128, 130, 16_370, 16_384, 70_000, 2_100_000}) {
      String text = "x".repeat(size);
      for (String json :
          List.of(
              "{\"a\":{\"b\":[\"" + text + "\",[\"" + text + "\"],{\"c\":\"" + text + "\"}]}}",
              "{\"" + text + "\":\"\\n" + text + "\",\"k" + text + "\":7,\"l" + text + "\":{}}")) {
        assertThat(snapshotOf(known(json)).anyValue())
            .as("texts of %s", size)
            .isEqualTo(snapshotOf(JsonReader.read(json)).anyValue());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"url\":\"data:image/png;base64,AAAA\"}",
        "{\"url\":\"d\\u0061ta:image/png;base64,AAAA\"}",
        "{\"a\":[\"data:image/png;base64,AAAA\"]}",
        "{\"inline_data\":{\"mime_type\":\"image/png\",\"data\":\"AAAA\"}}",
        "{\"data\":[{\"b64_json\":\"AAAA\"}]}",
        "{\"bytesBase64Encoded\":\"AAAA\",\"mimeType\":\"video/mp4\"}"
      })
  void whereAFileMayBeItIsLookedForInASnapshot(String text) {
    assertThat(known(text).snapshot(SnapshotLimits.DEFAULT)).isNull();
    assertThat(snapshotOf(known(text))).isEqualTo(snapshotOf(JsonReader.read(text)));
  }

  @Test
  void otherObjectsAreSnapshotsAlready() {
    assertThat(known("{\"data\":[{\"date\":\"x\"}],\"result\":7}").snapshot(SnapshotLimits.DEFAULT))
        .isNotNull();
  }

  @Test
  void manyKeysAreToldApart() {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < 500; i++) {
      object.put("key" + i, (long) i);
    }
    String text = JsonWriter.write(object);

    assertThat(known(text)).isEqualTo(object);
    assertThat(of(text.substring(0, text.length() - 1) + ",\"key250\":0}")).isNull();
  }

  @Test
  void halfASurrogateIsEncodedAsInOtherTexts() {
    String text = "{\"a\":\"half \\ud83d of it\"}";

    assertThat(snapshotOf(known(text)).anyValue())
        .isEqualTo(snapshotOf(JsonReader.read(text)).anyValue());
  }

  @Test
  void malformedUtf8IsReadAsADecoderReadsIt() {
    byte[] bytes = {'{', '"', 'a', '"', ':', '"', (byte) 0xE2, (byte) 0x82, 'x', '"', '}'};
    String text = new String(bytes, StandardCharsets.UTF_8);

    assertThat(EncodedJson.of(bytes, bytes.length)).isEqualTo(JsonReader.read(text));
  }

  @Test
  void valuesAreLookedUpOneByOne() {
    String text = "{\"a\":{\"b\":[{\"c\":\"" + "x".repeat(300) + "\"}],\"d\":null}}";
    Map<?, ?> inner = (Map<?, ?>) known(text).get("a");

    assertThat(inner.get("d")).isNull();
    assertThat(inner.containsKey("d")).isTrue();
    assertThat(inner.containsKey("e")).isFalse();
    assertThat(inner.containsKey(null)).isFalse();
    assertThat(inner.get("b")).isEqualTo(List.of(Map.of("c", "x".repeat(300))));
    assertThat(known("{}")).isEmpty();
    assertThat(snapshotOf(inner).anyValue())
        .isEqualTo(snapshotOf(((Map<?, ?>) JsonReader.read(text)).get("a")).anyValue());
  }

  @Test
  void valuesOfKeysAreSnapshotsAlready() {
    String text =
        "{\"messages\":[{\"content\":\"Hi\"}],\"model\":\"m\",\"n\":2,\"t\":0.7,\"user\":null,"
            + "\"stop\":[\"a\",\"b\"],\"tools\":[{\"x\":{\"y\":true}}],\"long\":{\"z\":\""
            + "x".repeat(300)
            + "\"}}";
    Map<String, AttributeValue> snapshots = new LinkedHashMap<>();

    known(text)
        .forEachEncoded(Set.of("messages"), (key, value) -> snapshots.put(key, snapshotOf(value)));

    Map<String, AttributeValue> expected = new LinkedHashMap<>();
    ((Map<?, ?>) JsonReader.read(text))
        .forEach((key, value) -> expected.put((String) key, snapshotOf(value)));
    expected.remove("messages");
    assertThat(snapshots).containsExactlyEntriesOf(expected);
  }

  @Test
  void valuesOfKeysAreCutAndSearchedForFilesAsOthersAre() {
    String text = "{\"long\":\"" + "x".repeat(100) + "\",\"file\":\"data:image/png;base64,AAAA\"}";
    Map<?, ?> read = (Map<?, ?>) JsonReader.read(text);
    SnapshotLimits limits = new SnapshotLimits(64, 100, 60);

    known(text)
        .forEachEncoded(
            Set.of(),
            (key, value) -> {
              assertThat(Snapshots.of(value, limits))
                  .isEqualTo(Snapshots.of(read.get(key), limits));
              assertThat(((EncodedJson.Part) value).snapshot(SnapshotLimits.DEFAULT)).isNull();
            });
  }

  @Test
  void limitsCutItAsTheyCutOtherValues() {
    String text = "{\"a\":[1,2,3,4],\"b\":{\"c\":{\"d\":\"" + "x".repeat(100) + "\"}}}";
    Object read = JsonReader.read(text);

    for (SnapshotLimits limits :
        List.of(
            new SnapshotLimits(2, 100, 1000),
            new SnapshotLimits(64, 4, 1000),
            new SnapshotLimits(64, 100, 60))) {
      AttributeValue cut = Snapshots.of(known(text), limits);
      assertThat(cut).isEqualTo(Snapshots.of(read, limits));
      assertThat(cut.json()).contains("<cut");
    }
  }

  @Property
  void whateverItIsItIsEncodedAsASnapshotOfWhatAReaderReads(
      @ForAll("objects") Map<String, Object> object) {
    String text = JsonWriter.write(object);
    EncodedJson json = of(text);

    if (json != null) {
      Object read = JsonReader.read(text);
      assertThat(snapshotOf(json).anyValue()).isEqualTo(snapshotOf(read).anyValue());
      assertThat(json).isEqualTo(read);
    } else {
      assertThat(text).matches("(?s).*(\\\\|[^ -~]|\\d{19}).*");
    }
  }

  @Property
  void decimalsAreThoseOfAReader(
      @ForAll @LongRange(min = -99_999_999_999_999L, max = 99_999_999_999_999L) long digits,
      @ForAll @IntRange(min = 1, max = 14) int fraction) {
    String number = BigDecimal.valueOf(digits, fraction).toPlainString();

    assertThat(known("{\"a\":" + number + "}").get("a")).isEqualTo(Double.valueOf(number));
  }

  @Provide
  Arbitrary<Map<String, Object>> objects() {
    Arbitrary<Object> value =
        Arbitraries.lazyOf(
            () -> Arbitraries.strings().map(text -> text),
            () -> Arbitraries.strings().ascii().map(text -> text),
            () -> Arbitraries.longs().map(number -> number),
            () -> Arbitraries.doubles().map(number -> number),
            () -> Arbitraries.of(true, false).map(flag -> flag),
            () -> Arbitraries.of(1L, 0L, -7L).list().ofMaxSize(4).map(list -> list),
            () -> objects().map(map -> map));
    return Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(12), value).ofMaxSize(5);
  }
}

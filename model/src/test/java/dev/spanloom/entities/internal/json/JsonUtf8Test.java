package dev.spanloom.entities.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.SpanArbitraries;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The bytes are those of the text that {@link JsonWriter} writes. */
class JsonUtf8Test {
  @Provide
  Arbitrary<Object> plainValues() {
    return SpanArbitraries.plainValues();
  }

  private static void isWrittenAsText(Object value) {
    assertThat(JsonUtf8.write(value))
        .isEqualTo(JsonWriter.write(value).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 500)
  void valuesAreWrittenAsText(@ForAll("plainValues") Object value) {
    isWrittenAsText(value);
  }

  @Property
  void textsAreWrittenAsText(@ForAll String text) {
    isWrittenAsText(Map.of(text, text));
  }

  @Property
  void wherePartsOfALongTextMeetNoCharacterIsSplit(
      @ForAll String text, @ForAll @IntRange(min = 1000, max = 1050) int before) {
    isWrittenAsText("-".repeat(before) + "😀" + text + "\ud83d".repeat(3) + "😀\ude00");
  }

  @Test
  void everyCharacterIsWrittenAsText() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      all.append((char) c).append('-');
    }
    isWrittenAsText(all.toString());
  }

  @Test
  void textsOfEscapesAloneHaveRoom() {
    for (int length : new int[] {0, 1, 84, 85, 511, 512, 1023, 1024, 1025, 5_000}) {
      isWrittenAsText(List.of("\u0001".repeat(length), "\ud83d".repeat(length)));
    }
  }

  @Test
  void whatIsTruncatedIsForgotten() {
    JsonUtf8 json = new JsonUtf8();
    json.string("é");
    long length = json.length();
    json.string("forgotten");
    json.truncate(length);
    json.number(Double.NaN);
    json.utf8(new byte[] {'-', 'a', 'b'}, 1, 1);

    assertThat(new String(json.bytes(), StandardCharsets.UTF_8)).isEqualTo("\"é\"\"NaN\"\"a\"");
  }

  @Test
  void anEscapeIsFoundWhereverItStands() {
    for (char c :
        new char[] {'"', '\\', '\n', '\u0000', '\u001f', '\u007f', 'é', '√', '\ud83d', '?'}) {
      for (int before = 0; before < 40; before++) {
        isWrittenAsText("a".repeat(before) + c + "b".repeat(40) + c + c);
      }
    }
  }

  @Property
  void encodedTextsAreWrittenAsText(
      @ForAll String text, @ForAll byte[] rubbish, @ForAll @IntRange(max = 20) int plain) {
    byte[] good = ("-".repeat(plain) + text).getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(good, good.length + rubbish.length + 1);
    System.arraycopy(rubbish, 0, bytes, good.length, rubbish.length);
    bytes[bytes.length - 1] = '"';
    int from = Math.min(1, good.length);
    int length = good.length + rubbish.length - from;
    JsonUtf8 json = new JsonUtf8();
    json.utf8(bytes, from, length);

    assertThat(new String(json.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(JsonWriter.write(new String(bytes, from, length, StandardCharsets.UTF_8)));
  }

  @Test
  void longTextsGoOnInMorePieces() {
    List<String> texts = new ArrayList<>();
    for (int length = 1; length < 400_000; length = length * 3 + 1) {
      texts.add("x".repeat(length));
      texts.add("\n√".repeat(length / 2));
    }
    isWrittenAsText(texts);
  }

  @Test
  void whatIsTruncatedIsForgottenHoweverLongItWas() {
    JsonUtf8 json = new JsonUtf8();
    json.beginArray();
    json.string("a".repeat(60_000));
    long length = json.length();
    for (int i = 0; i < 10; i++) {
      json.string("b".repeat(50_000));
    }
    json.truncate(length);
    json.endArray();

    assertThat(new String(json.bytes(), StandardCharsets.UTF_8))
        .isEqualTo("[\"" + "a".repeat(60_000) + "\"]");
  }

  @Property
  void numbersAreWrittenAsText(@ForAll long number) {
    JsonUtf8 json = new JsonUtf8();
    for (long each : new long[] {number, 0, 9, 10, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      json.number(each);
      json.colon();
    }

    assertThat(new String(json.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(number + ": 0: 9: 10: -1: " + Long.MIN_VALUE + ": " + Long.MAX_VALUE + ": ");
  }
}

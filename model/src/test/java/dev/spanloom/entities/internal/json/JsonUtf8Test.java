package dev.spanloom.entities.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.SpanArbitraries;
import java.nio.charset.StandardCharsets;
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
}

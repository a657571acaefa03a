package dev.spanloom.entities.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Of long texts, whose characters are counted by words; short ones are in {@code SpanSizeTest}. */
class JsonLengthTest {
  private static final String LONG = "a text of more than thirty-two characters, ";

  @Property
  void aTextOfSmallCharactersIsCountedAsItIsWritten(
      @ForAll @CharRange(from = 0, to = 0xFF) @StringLength(max = 100) String text) {
    isCountedAsItIsWritten(LONG + text);
  }

  @Property
  void aTextWithOneOtherCharacterIsCountedAsItIsWritten(
      @ForAll @CharRange(from = ' ', to = 0x100) @StringLength(min = 1, max = 80) String text,
      @ForAll char any,
      @ForAll @IntRange(max = 79) int at) {
    StringBuilder changed = new StringBuilder(text);
    changed.setCharAt(at % text.length(), any);

    isCountedAsItIsWritten(LONG + changed);
  }

  private static void isCountedAsItIsWritten(String text) {
    String once = JsonWriter.oneLine().value(text).toString();
    JsonLength plain = JsonLength.ascii();
    plain.string(text);
    JsonLength embedded = JsonLength.embedded();
    embedded.string(text);

    assertThat(plain.length()).isEqualTo(JsonWriter.ascii().value(text).toString().length());
    assertThat(embedded.length() + 2).isEqualTo(JsonWriter.ascii().value(once).toString().length());
  }
}

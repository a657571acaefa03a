package dev.spanloom.entities.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @Test
  void wholeNumbersAreLongsAndOthersDoubles() {
    assertThat(JsonReader.read("[1, 1.0, -0.0, 1e2]")).isEqualTo(List.of(1L, 1.0, -0.0, 100.0));
  }

  @Test
  void integersBeyond64BitsKeepAllDigits() {
    assertThat(JsonReader.read("123456789012345678901234567890"))
        .isEqualTo(new BigInteger("123456789012345678901234567890"));
  }

  @Test
  void theNumbersThatPythonWritesBesideJsonAreRead() {
    assertThat(JsonReader.read("[NaN, Infinity, -Infinity]"))
        .isEqualTo(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
  }

  @Test
  void escapedLoneSurrogatesAreKept() {
    assertThat(JsonReader.read("\"\\ud83d\"")).isEqualTo("\ud83d");
  }

  @Test
  void keysMayBeLong() {
    String key = "k".repeat(60_000);

    assertThat(JsonReader.read("{\"" + key + "\": 1}")).isEqualTo(Map.of(key, 1L));
  }

  @Test
  void manyDifferentKeysAreRead() {
    for (int i = 0; i < 20_000; i++) {
      assertThat(JsonReader.read("{\"key" + i + "\": 1}")).isEqualTo(Map.of("key" + i, 1L));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "[1,]", "nul", "1 2", "{'a': 1}", "{\"a\"}", "\"\u0001\""})
  void whatIsNotOneValueIsRefused(String text) {
    assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(JsonSyntaxException.class);
    assertThat(JsonReader.readOrText(text)).isEqualTo(text);
  }

  @Test
  void anObjectIsReadAsOneAndAnythingElseAsAnEmptyOne() {
    assertThat(JsonReader.readObject("{\"a\": 1}")).isEqualTo(Map.of("a", 1L));
    assertThat(JsonReader.readObject("[1]")).isEmpty();
    assertThat(JsonReader.readObject("null")).isEmpty();
  }

  @Test
  void deepNestingIsRefusedAndNotFollowed() {
    assertThatThrownBy(() -> JsonReader.read("[".repeat(100_000)))
        .isInstanceOf(JsonSyntaxException.class);
  }
}

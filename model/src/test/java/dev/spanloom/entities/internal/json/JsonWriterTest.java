package dev.spanloom.entities.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Golden;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
  @Test
  void spellsAsMlflowDoes() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", new ArrayList<>(java.util.Arrays.asList(1L, 2.0, null, true)));
    map.put("é", "✓");

    assertThat(JsonWriter.write(map)).isEqualTo("{\"a\": [1, 2.0, null, true], \"é\": \"✓\"}");
  }

  @Test
  void emptyCollectionsHaveNothingInside() {
    assertThat(JsonWriter.write(List.of(List.of(), Map.of()))).isEqualTo("[[], {}]");
  }

  @Test
  void prettyPutsTwoSpacesForEachLevel() {
    String text = JsonWriter.pretty().value(Map.of("a", List.of(1L, Map.of()))).toString();

    assertThat(text).isEqualTo("{\n  \"a\": [\n    1,\n    {}\n  ]\n}");
  }

  @Test
  void controlCharactersAreSpelledAsInTheGoldenFile() {
    String value = "tab\tnl\nquote\"back\\slash/\u0001\u007f\u2028";
    Golden.File file =
        Golden.pythonTraces().stream()
            .filter(f -> f.name().contains("s08_attribute_types"))
            .findFirst()
            .orElseThrow();
    String golden = Golden.tree(file.text()).at("/data/spans/0/attributes/control_chars").asText();

    assertThat(JsonWriter.write(value)).isEqualTo(golden);
  }

  @Test
  void asciiEscapesAllThatPythonEscapes() {
    assertThat(JsonWriter.ascii().value("é😀\u007f~").toString())
        .isEqualTo("\"\\u00e9\\ud83d\\ude00\\u007f~\"");
  }

  @Test
  void loneSurrogatesAreEscapedSinceUtf8CannotHoldThem() {
    assertThat(JsonWriter.write("\ud83d-\ude00-😀-\ud83d"))
        .isEqualTo("\"\\ud83d-\\ude00-😀-\\ud83d\"");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numbersThatJsonDoesNotKnowAreStrings(double value) {
    assertThat(JsonWriter.write(List.of(value))).isEqualTo("[\"" + value + "\"]");
  }

  @Test
  void bytesAreBase64() {
    assertThat(JsonWriter.write(new byte[] {0, (byte) 255})).isEqualTo("\"AP8=\"");
  }

  @Test
  void otherTypesAreTheStringTheyPrint() {
    assertThat(JsonWriter.write(java.time.LocalDate.of(2025, 1, 2))).isEqualTo("\"2025-01-02\"");
  }

  @Test
  void halfACharacterInAKeyIsReplacedSinceNoReaderTakesIt() {
    String text = JsonWriter.write(Map.of("a\ud800b", "c\udc00"));

    assertThat(JsonReader.read(text)).isEqualTo(Map.of("a\uFFFDb", "c\udc00"));
    assertThat(JsonWriter.write(Map.of("\ud83d\ude00", 1L))).isEqualTo("{\"\ud83d\ude00\": 1}");
  }
}

package dev.spanloom.entities.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanloom.entities.SpanArbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Our JSON against Jackson's. */
class JsonPropertiesTest {
  private static final ObjectMapper JACKSON =
      new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

  @Provide
  Arbitrary<Object> jsonValues() {
    return SpanArbitraries.jsonValues();
  }

  @Provide
  Arbitrary<Object> plainValues() {
    return SpanArbitraries.plainValues();
  }

  @Property(tries = 500)
  void jacksonReadsWhatWeWrite(@ForAll("jsonValues") Object value) throws JsonProcessingException {
    String text = JsonWriter.write(value);

    assertThat(JACKSON.readValue(text, Object.class)).isEqualTo(value);
    assertThat(JACKSON.readValue(JsonWriter.pretty().value(value).toString(), Object.class))
        .isEqualTo(value);
    assertThat(JACKSON.readValue(JsonWriter.ascii().value(value).toString(), Object.class))
        .isEqualTo(value);
  }

  @Property(tries = 500)
  void weReadWhatJacksonWrites(@ForAll("jsonValues") Object value) throws JsonProcessingException {
    assertThat(JsonReader.read(JACKSON.writeValueAsString(value))).isEqualTo(value);
  }

  @Property(tries = 500)
  void whatWeWriteIsValidJsonWhateverItHolds(@ForAll("plainValues") Object value)
      throws JsonProcessingException {
    JACKSON.readTree(JsonWriter.write(value));
  }

  @Property(tries = 300)
  void asciiTextIsAscii(@ForAll String value) {
    assertThat(JsonWriter.ascii().value(value).toString()).matches("[ -~]*");
  }
}

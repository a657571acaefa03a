package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributeValueTest {
  @Test
  void aPlainValueHasMlflowsJsonText() {
    assertThat(AttributeValue.of("abc").json()).isEqualTo("\"abc\"");
    assertThat(AttributeValue.of(3).json()).isEqualTo("3");
    assertThat(AttributeValue.of(2.0).json()).isEqualTo("2.0");
    assertThat(AttributeValue.of(0.1f).json()).isEqualTo("0.1");
    assertThat(AttributeValue.of(null).json()).isEqualTo("null");
    assertThat(AttributeValue.of(Arrays.asList(1, null)).json()).isEqualTo("[1, null]");
  }

  @Test
  void emptyCollectionsStayWhatTheyAre() {
    assertThat(AttributeValue.of(List.of()).get()).isEqualTo(List.of());
    assertThat(AttributeValue.of(Map.of()).json()).isEqualTo("{}");
    assertThat(AttributeValue.of("").json()).isEqualTo("\"\"");
  }

  @Test
  void arraysAreLists() {
    assertThat(AttributeValue.of(new int[] {1, 2}).get()).isEqualTo(List.of(1L, 2L));
    assertThat(AttributeValue.of(new String[] {"a"}).get()).isEqualTo(List.of("a"));
  }

  @Test
  void otherTypesAreTheirStringForm() {
    assertThat(AttributeValue.of(LocalDate.of(2025, 1, 2)).get()).isEqualTo("2025-01-02");
  }

  @Test
  void numbersBeyond64BitsAreText() {
    assertThat(AttributeValue.of(BigInteger.TWO.pow(70)).get()).isEqualTo("1180591620717411303424");
  }

  @Test
  void aJsonTextGivesTheSameValueBeforeAndAfterItWasEncoded() {
    AttributeValue value = AttributeValue.ofJson("1180591620717411303424");
    Object before = value.get();
    value.anyValue();

    assertThat(value.get()).isEqualTo(before).isEqualTo(BigInteger.TWO.pow(70));
  }

  @Test
  void textThatIsNoJsonIsAString() {
    assertThat(AttributeValue.ofJson("plain").get()).isEqualTo("plain");
  }

  @Test
  void anEmptyJsonTextIsNull() {
    assertThat(AttributeValue.ofJson("").get()).isNull();
  }

  @Test
  void valuesOfBothOriginsAreEqual() {
    assertThat(AttributeValue.ofJson("{\"a\":[1,2.5]}"))
        .isEqualTo(AttributeValue.of(Map.of("a", List.of(1, 2.5))))
        .hasSameHashCodeAs(AttributeValue.of(Map.of("a", List.of(1, 2.5))));
  }

  @Test
  void anObjectThatHoldsItselfEnds() {
    List<Object> ring = new ArrayList<>();
    ring.add(ring);

    assertThat(AttributeValue.of(ring).json()).contains("java.util.ArrayList");
  }

  @Test
  void aLaterChangeOfTheObjectDoesNotShow() {
    List<Object> list = new ArrayList<>(List.of(1));
    AttributeValue value = AttributeValue.of(list);
    list.add(2);

    assertThat(value.get()).isEqualTo(List.of(1L));
  }

  @Test
  void oneMemberOfAnObjectIsReadAlone() {
    Map<String, Object> object = Map.of("model", "m", "other", List.of(1), "é", 2L);

    for (AttributeValue value :
        List.of(
            AttributeValue.of(object), AttributeValue.ofJson(AttributeValue.of(object).json()))) {
      assertThat(value.get("model")).isEqualTo("m");
      assertThat(value.get("other")).isEqualTo(List.of(1L));
      assertThat(value.get("é")).isEqualTo(2L);
      assertThat(value.get("missing")).isNull();
    }
    assertThat(AttributeValue.of("model").get("model")).isNull();
    assertThat(AttributeValue.of(List.of(object)).get("model")).isNull();
    assertThat(AttributeValue.NULL.get("model")).isNull();
  }

  @Test
  void aFieldOfALaterOtlpBehindTheValueChangesNothing() {
    byte[] known = AttributeValue.of("a").anyValue();
    byte[] later = Arrays.copyOf(known, known.length + 2);
    later[known.length] = 15 << 3; // field 15, a varint
    later[known.length + 1] = 1;

    assertThat(AttributeValue.ofAnyValue(later).get()).isEqualTo("a");
    assertThat(AttributeValue.ofAnyValue(later).json()).isEqualTo("\"a\"");
  }
}

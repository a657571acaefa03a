package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValueTest {
  private static String text(Object plain) {
    return Objects.requireNonNull(FieldValue.of(plain)).text();
  }

  @Test
  void aValueHasOneText() {
    assertThat(text("as it is ")).isEqualTo("as it is ");
    assertThat(text(true)).isEqualTo("true");
    assertThat(text(5L)).isEqualTo("5");
    assertThat(text(5.0)).isEqualTo("5");
    assertThat(text(-0.0)).isEqualTo("0");
    assertThat(text(0.25)).isEqualTo("0.25");
    assertThat(text(1e-9)).isEqualTo("0.000000001");
    assertThat(text(1e16)).isEqualTo("10000000000000000");
    assertThat(text(1.5e300)).startsWith("15000").hasSize(301);
    assertThat(text(Double.NaN)).isEqualTo("NaN");
    assertThat(text(new BigInteger("123456789012345678901234567890")))
        .isEqualTo("123456789012345678901234567890");
    assertThat(text(List.of("a", 1L))).isEqualTo("[\"a\", 1]");
    assertThat(text(Map.of("a", true))).isEqualTo("{\"a\": true}");
    assertThat(FieldValue.of((Object) null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "-5, -5", "5.0, 5", "007, 7", "0.25, 0.25", "-0.5, -0.5"})
  void aTextMaySpellANumber(String text, double number) {
    assertThat(FieldValue.spelled(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "5.", ".5", "+5", "1e3", " 5", "5 ", "0x10", "5,0", "٥", "1.2.3", "NaN"})
  void otherTextsSpellNone(String text) {
    assertThat(FieldValue.spelled(text)).isNull();
  }

  @Test
  void hugeNumbersAreTextsOnly() {
    assertThat(FieldValue.spelled("9".repeat(400))).isNull();
    assertThat(FieldValue.spelled("9".repeat(500_000))).isNull();
    assertThat(FieldValue.ofNumber(Double.POSITIVE_INFINITY).number()).isNull();
  }

  @Property
  void theTextOfANumberSpellsIt(@ForAll double number) {
    assertThat(FieldValue.spelled(FieldValue.plain(number))).isEqualTo(number + 0.0);
  }

  @Property
  void wholeNumbersLookTheSameHoweverTheyWereSent(@ForAll int number) {
    assertThat(text((double) number)).isEqualTo(text((long) number));
  }
}

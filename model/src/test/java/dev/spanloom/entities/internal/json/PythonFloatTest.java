package dev.spanloom.entities.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonFloatTest {
  @ParameterizedTest
  @CsvSource({
    "1e-9, 1e-09",
    "1e300, 1e+300",
    "2, 2.0",
    "0, 0.0",
    "-0.0, -0.0",
    "1e15, 1000000000000000.0",
    "1e16, 1e+16",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "123456789012345680, 1.2345678901234568e+17",
    "1234567890123456.7, 1234567890123456.8",
    "9007199254740992, 9007199254740992.0",
    "5e-324, 5e-324",
    "1.5e-323, 1.5e-323",
    "2.2250738585072014e-308, 2.2250738585072014e-308",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "0.1, 0.1",
    "0.3333333333333333, 0.3333333333333333",
    "5.684341886080802e-14, 5.684341886080802e-14",
    "2e23, 2e+23",
    "1e23, 1e+23",
    "-3.14, -3.14",
    "100.25, 100.25"
  })
  void isSpelledAsPythonSpellsIt(double value, String python) {
    assertThat(PythonFloat.repr(value)).isEqualTo(python);
  }

  @Property(tries = 3000)
  void readsAsTheSameNumber(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isFinite(value)) {
      assertThat(Double.parseDouble(PythonFloat.repr(value))).isEqualTo(value);
    }
  }

  @Property(tries = 3000)
  void noTextWithADigitLessReadsAsTheSameNumber(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    if (!Double.isFinite(value)) {
      return;
    }
    int digits = new BigDecimal(PythonFloat.repr(value)).stripTrailingZeros().precision();
    if (digits > 1) {
      BigDecimal exact = new BigDecimal(value);
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
        double shorter = exact.round(new MathContext(digits - 1, mode)).doubleValue();
        assertThat(shorter).isNotEqualTo(value);
      }
    }
  }
}

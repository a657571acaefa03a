package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
  @Property
  void whatIsWrittenIsReadBack(
      @ForAll @LongRange(min = -100_000_000_000_000L, max = 300_000_000_000_000L) long millis) {
    assertThat(TimeText.read(TimeText.write(millis))).isEqualTo(millis);
    long whole = millis / 1000 * 1000;
    assertThat(TimeText.read(TimeText.write(whole))).isEqualTo(whole);
  }

  @Property
  void isWrittenAsJavaWritesIt(
      @ForAll @LongRange(min = -100_000_000_000_000L, max = 300_000_000_000_000L) long millis) {
    assertThat(TimeText.write(millis)).isEqualTo(Instant.ofEpochMilli(millis).toString());
    long whole = millis / 1000 * 1000;
    assertThat(TimeText.write(whole)).isEqualTo(Instant.ofEpochMilli(whole).toString());
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MIN_VALUE,
        -62_167_219_200_001L,
        -62_167_219_200_000L,
        -86_400_000,
        -1,
        0,
        1,
        999,
        253_402_300_799_999L,
        253_402_300_800_000L,
        Long.MAX_VALUE
      })
  void theFirstAndTheLastTimesAreWrittenAsJavaWritesThem(long millis) {
    assertThat(TimeText.write(millis)).isEqualTo(Instant.ofEpochMilli(millis).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-01-31T12:00:00.123Z",
        "2025-01-31T12:00:00Z",
        "2024-02-29T23:59:59.999Z",
        "2016-12-31T23:59:60Z",
        "2025-01-31T24:00:00Z",
        "1969-12-31T23:59:59.001Z",
        "0000-03-01T00:00:00Z",
        "2025-01-31T12:00:00.123456Z",
        "2025-01-31t12:00:00z"
      })
  void meansWhatItMeansToJava(String text) {
    assertThat(TimeText.read(text)).isEqualTo(Instant.parse(text).toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2025-01-31",
        "2025-02-29T12:00:00Z",
        "2025-13-01T12:00:00Z",
        "2025-00-01T12:00:00Z",
        "2025-01-00T12:00:00Z",
        "2025-01-31T25:00:00Z",
        "2025-01-31T12:60:00.000Z",
        "2025-01-31T12:00:61.000Z",
        "2025-01-31T12:00:00.12xZ"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> TimeText.read(text)).isInstanceOf(DateTimeParseException.class);
  }

  @Property
  void everyDateIsWhatItIsToJavaOrRefusedByBoth(
      @ForAll @IntRange(max = 9999) int year,
      @ForAll @IntRange(max = 13) int month,
      @ForAll @IntRange(max = 32) int day) {
    String text = "%04d-%02d-%02dT01:02:03.004Z".formatted(year, month, day);
    try {
      long java = Instant.parse(text).toEpochMilli();
      assertThat(TimeText.read(text)).isEqualTo(java);
    } catch (DateTimeParseException e) {
      assertThatThrownBy(() -> TimeText.read(text)).isInstanceOf(DateTimeParseException.class);
    }
  }
}

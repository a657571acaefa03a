package dev.spanloom.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** What is written for durations, moments, sizes and pairs. */
class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "30d,PT720H",
    "12h,PT12H",
    "15m,PT15M",
    "2w,PT336H",
    "45s,PT45S",
    "250ms,PT0.25S",
    "1h30m,PT1H30M",
    "1d12h,PT36H",
    "0s,PT0S",
    "1m5ms,PT1M0.005S"
  })
  void durationsAreNumbersWithUnits(String text, Duration duration) {
    assertThat(new Durations().convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "30", "d", "1y", "30 d", "-1d", "30m1h", "1h1h", "1.5h", "99999999999d"})
  void whatIsNoDurationIsSaidWithAnExample(String text) {
    assertThatThrownBy(() -> new Durations().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining("such as 30d or 1h30m");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "500000,500000",
    "10GB,10000000000",
    "10gb,10000000000",
    "1.5 GiB,1610612736",
    "2KiB,2048",
    "7b,7",
    "3TB,3000000000000"
  })
  void sizesAreDecimalUnlessAnISaysOtherwise(String text, long bytes) {
    assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GB", "-1", "10QB", "1e9", "999999999999999TB", "1,5GB"})
  void whatIsNoSizeIsSaidWithAnExample(String text) {
    assertThatThrownBy(() -> new ByteSize().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining("500MB");
  }

  @Test
  void momentsAreAgesOrDates() {
    PointInTime.Reader reader = new PointInTime.Reader();
    long hourAgo = System.currentTimeMillis() - Duration.ofHours(1).toMillis();

    assertThat(reader.convert("1h").unixMillis()).isBetween(hourAgo, hourAgo + 60_000);
    assertThat(reader.convert("2025-11-28T10:00:00Z").unixMillis())
        .isEqualTo(Instant.parse("2025-11-28T10:00:00Z").toEpochMilli());
    assertThat(reader.convert("2025-11-28T10:00+02:00").unixMillis())
        .isEqualTo(Instant.parse("2025-11-28T08:00:00Z").toEpochMilli());
    assertThat(reader.convert("2025-11-28").unixMillis())
        .isEqualTo(
            LocalDate.of(2025, 11, 28)
                .atStartOfDay(ZoneId.systemDefault())
                .toInstant()
                .toEpochMilli());
    assertThat(reader.convert("2025-11-28T10:00").unixMillis())
        .isEqualTo(
            LocalDateTime.of(2025, 11, 28, 10, 0)
                .atZone(ZoneId.systemDefault())
                .toInstant()
                .toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2025-13-01", "2025-11-28T", "28.11.2025", "30"})
  void whatIsNoMomentIsSaidWithExamples(String text) {
    assertThatThrownBy(() -> new PointInTime.Reader().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining("2025-11-28");
  }

  @Test
  void pairsAreCutAtTheFirstEqualsSign() {
    KeyValue.Reader reader = new KeyValue.Reader();

    assertThat(reader.convert("a=b=c")).isEqualTo(new KeyValue("a", "b=c"));
    assertThat(reader.convert("a=")).isEqualTo(new KeyValue("a", ""));
    assertThatThrownBy(() -> reader.convert("=b")).hasMessageContaining("expected: KEY=VALUE");
  }
}

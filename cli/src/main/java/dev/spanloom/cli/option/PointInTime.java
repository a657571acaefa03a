package dev.spanloom.cli.option;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A moment that a user names: how long ago it was, or a date, with or without time and zone.
 *
 * @param unixMillis milliseconds since the Unix epoch
 * @param text as it was written
 */
public record PointInTime(long unixMillis, String text) {

  /** Reads {@code 30d}, {@code 2025-11-28}, {@code 2025-11-28T10:00}, {@code 2025-11-28T10:00Z}. */
  public static final class Reader implements ITypeConverter<PointInTime> {
    @Override
    public PointInTime convert(String text) {
      try {
        return new PointInTime(millis(text), text);
      } catch (DateTimeException | ArithmeticException e) {
        throw new TypeConversionException(
            "\""
                + text
                + "\" (expected: how long ago, such as 30d, 12h or 15m, or a date such as"
                + " 2025-11-28 or 2025-11-28T10:00Z)");
      }
    }

    private static long millis(String text) {
      if (!text.contains("-")) {
        return Instant.now().minus(duration(text)).toEpochMilli();
      } else if (!text.contains("T")) {
        return LocalDate.parse(text)
            .atStartOfDay(ZoneId.systemDefault())
            .toInstant()
            .toEpochMilli();
      } else if (text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")) {
        return OffsetDateTime.parse(text).toInstant().toEpochMilli();
      }
      return LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
    }

    private static Duration duration(String text) {
      try {
        return new Durations().convert(text);
      } catch (TypeConversionException e) {
        throw new DateTimeException("no duration", e);
      }
    }
  }
}

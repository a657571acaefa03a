package dev.spanloom.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts of moments and of spans of time. */
final class TimeTexts {
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})"
              + "(?:[Tt ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)(?:([Zz])|([+-]\\d{2}):?(\\d{2}))?)?");
  private static final Pattern BACK = Pattern.compile("(\\d{1,9})([smhdw])");
  private static final long SECOND = 1000;

  private TimeTexts() {}

  /**
   * The milliseconds since the Unix epoch of an ISO date or date-time; without a zone it is UTC, a
   * date is its midnight.
   */
  static OptionalLong isoMillis(String text) {
    Matcher match = ISO.matcher(text);
    if (!match.matches()) {
      return OptionalLong.empty();
    }
    try {
      LocalDate date = LocalDate.parse(match.group(1));
      LocalTime time =
          match.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(match.group(2));
      ZoneOffset zone =
          match.group(4) == null
              ? ZoneOffset.UTC
              : ZoneOffset.of(match.group(4) + ":" + match.group(5));
      Instant instant = date.atTime(time).toInstant(zone);
      return OptionalLong.of(instant.toEpochMilli());
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  /** The milliseconds of a text such as {@code 2h}. */
  static OptionalLong spanMillis(String text) {
    Matcher match = BACK.matcher(text);
    if (!match.matches()) {
      return OptionalLong.empty();
    }
    long unit =
        switch (match.group(2)) {
          case "s" -> SECOND;
          case "m" -> 60 * SECOND;
          case "h" -> 3600 * SECOND;
          case "d" -> 24 * 3600 * SECOND;
          default -> 7 * 24 * 3600 * SECOND;
        };
    return OptionalLong.of(Long.parseLong(match.group(1)) * unit);
  }
}

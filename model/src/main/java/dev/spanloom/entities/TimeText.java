package dev.spanloom.entities;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.DateTimeParseException;

/**
 * RFC 3339 times. Those that {@link #write} writes are read by their places, which takes a fraction
 * of what {@link Instant#parse} does; lists of traces have one in each.
 */
final class TimeText {
  private static final String PLACES = "0000-00-00T00:00:00.000Z";
  private static final String WITHOUT_FRACTION = "0000-00-00T00:00:00Z";
  private static final int DAY_MILLIS = 86_400_000;

  private TimeText() {}

  /**
   * In UTC with no fraction for whole seconds and three digits otherwise, as protobuf's JSON has
   * it.
   */
  static String write(long unixMillis) {
    return Instant.ofEpochMilli(unixMillis).toString();
  }

  /**
   * Milliseconds since the Unix epoch.
   *
   * @throws DateTimeParseException when the text is no time
   * @throws ArithmeticException when it is too far away
   */
  static long read(String text) {
    boolean hasFraction = hasPlaces(text, PLACES);
    if (hasFraction || hasPlaces(text, WITHOUT_FRACTION)) {
      int month = number(text, 5, 7);
      int day = number(text, 8, 10);
      int hour = number(text, 11, 13);
      int minute = number(text, 14, 16);
      int second = number(text, 17, 19);
      boolean isPlain =
          month >= 1
              && month <= 12
              && day >= 1
              && day <= Month.of(month).minLength()
              && hour < 24
              && minute < 60
              && second < 60;
      if (isPlain) {
        long days = LocalDate.of(number(text, 0, 4), month, day).toEpochDay();
        int seconds = (hour * 60 + minute) * 60 + second;
        return days * DAY_MILLIS + seconds * 1000L + (hasFraction ? number(text, 20, 23) : 0);
      }
    }
    return Instant.parse(text).toEpochMilli();
  }

  private static boolean hasPlaces(String text, String places) {
    if (text.length() != places.length()) {
      return false;
    }
    for (int i = 0; i < places.length(); i++) {
      char c = text.charAt(i);
      if (places.charAt(i) == '0' ? c < '0' || c > '9' : c != places.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }
}

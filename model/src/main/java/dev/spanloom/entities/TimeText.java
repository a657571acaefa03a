package dev.spanloom.entities;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.DateTimeParseException;

/**
 * RFC 3339 times. Those of years of four digits are written and read by their places, which takes a
 * fraction of what {@link Instant} does; lists of traces have one in each.
 */
final class TimeText {
  private static final String PLACES = "0000-00-00T00:00:00.000Z";
  private static final String WITHOUT_FRACTION = "0000-00-00T00:00:00Z";
  private static final int DAY_MILLIS = 86_400_000;

  /** The first and the last time of the years from 0 to 9999. */
  private static final long FIRST_PLAIN_MILLIS = -62_167_219_200_000L;

  private static final long LAST_PLAIN_MILLIS = 253_402_300_799_999L;

  private TimeText() {}

  /**
   * In UTC with no fraction for whole seconds and three digits otherwise, as protobuf's JSON has
   * it.
   */
  static String write(long unixMillis) {
    if (unixMillis < FIRST_PLAIN_MILLIS || unixMillis > LAST_PLAIN_MILLIS) {
      return Instant.ofEpochMilli(unixMillis).toString();
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(unixMillis, DAY_MILLIS));
    int ofDay = Math.floorMod(unixMillis, DAY_MILLIS);
    int ofSecond = ofDay % 1000;
    int seconds = ofDay / 1000;
    char[] text = (ofSecond == 0 ? WITHOUT_FRACTION : PLACES).toCharArray();
    put(text, 0, 4, date.getYear());
    put(text, 5, 7, date.getMonthValue());
    put(text, 8, 10, date.getDayOfMonth());
    put(text, 11, 13, seconds / 3600);
    put(text, 14, 16, seconds / 60 % 60);
    put(text, 17, 19, seconds % 60);
    if (ofSecond != 0) {
      put(text, 20, 23, ofSecond);
    }
    return String.valueOf(text);
  }

  private static void put(char[] text, int from, int to, int number) {
    int rest = number;
    for (int i = to - 1; i >= from; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
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

package dev.spanloom.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Numbers and texts in a form that a person reads at a glance, on one line. */
public final class Texts {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm").withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());
  private static final String[] SIZE_UNITS = {"bytes", "KB", "MB", "GB", "TB", "PB", "EB"};

  private Texts() {}

  /** A duration; null means that it is not over. */
  public static String duration(@Nullable Long nanos) {
    if (nanos == null) {
      return "running";
    }
    double millis = nanos / 1e6;
    if (millis < 1) {
      return String.format(Locale.ROOT, "%.0f µs", nanos / 1e3);
    } else if (millis < 1000) {
      return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }
    return String.format(Locale.ROOT, "%.2f s", millis / 1000);
  }

  /** A duration of milliseconds; null means that it is not over. */
  public static String millis(@Nullable Long millis) {
    if (millis != null && millis == 0) {
      return "< 1 ms";
    }
    return duration(millis == null ? null : TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** How long something takes or has waited, to the second: {@code 2 h 5 min}. */
  public static String span(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    } else if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    } else if (seconds < 86_400) {
      return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }
    return seconds / 86_400 + " d " + seconds / 3600 % 24 + " h";
  }

  /** A moment in the time zone of this machine, without its year. */
  public static String time(long unixMillis) {
    return TIME.format(Instant.ofEpochMilli(unixMillis));
  }

  /** A moment in the time zone of this machine. */
  public static String dateAndTime(long unixMillis) {
    return DATE_AND_TIME.format(Instant.ofEpochMilli(unixMillis));
  }

  /** A moment for programs: ISO 8601 in UTC. */
  public static String isoTime(long unixMillis) {
    return Instant.ofEpochMilli(unixMillis).toString();
  }

  /** A number with its thousands apart. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 trace}, {@code 2,000 traces}. */
  public static String count(long number, String thing) {
    return count(number) + " " + (number == 1 ? thing : thing + "s");
  }

  /** A size; units are powers of 1,000. */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + (bytes == 1 ? " byte" : " bytes");
    }
    double size = bytes;
    int unit = 0;
    while (size >= 999.5 && unit < SIZE_UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, size < 9.95 ? "%.1f %s" : "%.0f %s", size, SIZE_UNITS[unit]);
  }

  /** US dollars, with as many digits as small amounts need. */
  public static String dollars(double cost) {
    return String.format(Locale.ROOT, Math.abs(cost) < 1 ? "$%.4f" : "$%,.2f", cost);
  }

  /** A share of 0 to 1 as per cent. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  /** How many columns of a terminal a text takes. */
  public static int columns(String text) {
    return Columns.of(text);
  }

  public static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - Columns.of(text)));
  }

  public static String paddedLeft(String text, int columns) {
    return " ".repeat(Math.max(0, columns - Columns.of(text))) + text;
  }

  /** One line of at most so many columns, without control characters; dots where it was cut. */
  public static String oneLine(String text, int maxColumns) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), maxColumns + 2));
    int columns = 0;
    int shortened = 0; // where to cut when there is no room for all
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int width = Columns.of(c);
      if (columns + width > maxColumns) {
        line.setLength(shortened);
        return line.append('…').toString();
      }
      line.appendCodePoint(Columns.isInvisible(c) ? ' ' : c);
      columns += width;
      if (columns < maxColumns) {
        shortened = line.length();
      }
      i += Character.charCount(c);
    }
    return line.toString();
  }
}

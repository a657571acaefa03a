package dev.spanloom.cli.option;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 30d}, {@code 12h}, {@code 1h30m}: whole numbers with a unit, largest first. */
public final class Durations implements ITypeConverter<Duration> {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7));

  @Override
  public Duration convert(String text) {
    Matcher part = PART.matcher(text);
    Duration total = Duration.ZERO;
    Duration lastUnit = Duration.ofDays(Integer.MAX_VALUE);
    int end = 0;
    while (end < text.length() && part.find(end) && part.start() == end) {
      Duration unit = UNITS.get(part.group(2));
      if (unit == null || unit.compareTo(lastUnit) >= 0) {
        break;
      }
      total = total.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
      lastUnit = unit;
      end = part.end();
    }
    if (text.isEmpty() || end < text.length()) {
      throw new TypeConversionException(
          "\"" + text + "\" (expected: a number with w, d, h, m, s or ms, such as 30d or 1h30m)");
    }
    return total;
  }
}

package dev.spanloom.cli.option;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code 10GB}, {@code 1.5 GiB}, {@code 500000}: KB, MB, GB and TB are powers of 1,000, with
 * an i in the middle powers of 1,024.
 */
public final class ByteSize implements ITypeConverter<Long> {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)\\s*([a-z]{0,3})", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "b", 1L,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "tb", 1_000_000_000_000L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30,
          "tib", 1L << 40);

  @Override
  public Long convert(String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (size.matches()) {
      Long unit = UNITS.get(size.group(2).toLowerCase(Locale.ROOT));
      if (unit != null) {
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(unit));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
          return bytes.longValue();
        }
      }
    }
    throw new TypeConversionException(
        "\"" + text + "\" (expected: a size such as 500MB, 10GB or 1.5GiB, or a number of bytes)");
  }
}

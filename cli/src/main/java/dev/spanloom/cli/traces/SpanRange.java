package dev.spanloom.cli.traces;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A part of the spans of a trace.
 *
 * @param offset how many are left out
 * @param limit at most so many
 */
record SpanRange(int offset, int limit) {
  /** Reads {@code OFFSET:LIMIT}. */
  static final class Reader implements ITypeConverter<SpanRange> {
    @Override
    public SpanRange convert(String text) {
      if (!text.matches("\\d{1,9}:\\d{1,9}")) {
        throw new TypeConversionException(
            "\"" + text + "\" (expected: OFFSET:LIMIT, such as 0:100 for the first hundred)");
      }
      int colon = text.indexOf(':');
      return new SpanRange(
          Integer.parseInt(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }
  }
}

package dev.spanloom.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code KEY=VALUE}, cut at the first equals sign; the value may be empty. */
public record KeyValue(String key, String value) {
  /** Reads one. */
  public static final class Reader implements ITypeConverter<KeyValue> {
    @Override
    public KeyValue convert(String text) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new TypeConversionException("\"" + text + "\" (expected: KEY=VALUE)");
      }
      return new KeyValue(text.substring(0, equals), text.substring(equals + 1));
    }
  }
}

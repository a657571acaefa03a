package dev.spanloom.cli.option;

import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import picocli.CommandLine.TypeConversionException;

/** Reads a field as filters name it. */
public final class FieldText {
  private static final Reader READER = new Reader();

  private FieldText() {}

  /**
   * The field of a name.
   *
   * @throws TypeConversionException when there is none
   */
  public static Field read(String text) {
    return READER.convert(text);
  }

  private static final class Reader extends QueryReader<Field> {
    @Override
    Field parse(String text) {
      if (FilterParser.parse(text + " IS NOT NULL") instanceof Filter.Present present) {
        return present.field();
      }
      throw new TypeConversionException("\"" + text + "\" (expected: one field, such as tag.env)");
    }
  }
}

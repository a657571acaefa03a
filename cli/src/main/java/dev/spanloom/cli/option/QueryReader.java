package dev.spanloom.cli.option;

import dev.spanloom.entities.MlflowException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what is written in the search language, and shows where it is wrong. */
abstract class QueryReader<T> implements ITypeConverter<T> {
  private static final Pattern COLUMN = Pattern.compile("column (\\d+): ");
  private static final String INDENT = "  ";
  private static final int LONGEST_SHOWN = 400;

  /** What the text means. */
  abstract T parse(String text);

  @Override
  public final T convert(String text) {
    try {
      return parse(text);
    } catch (MlflowException e) {
      String message = String.valueOf(e.getMessage());
      throw new TypeConversionException(message + caret(text, message));
    }
  }

  /** The text, and below it a mark at the column that the message names. */
  private static String caret(String text, String message) {
    Matcher column = COLUMN.matcher(message);
    if (!column.find() || text.length() > LONGEST_SHOWN || text.lines().count() != 1) {
      return "";
    }
    int before = Integer.parseInt(column.group(1)) - 1;
    return "\n" + INDENT + text + "\n" + INDENT + " ".repeat(before) + "^";
  }
}

package dev.spanloom.cli;

import java.io.Console;
import java.util.Optional;

/**
 * What the output is written to.
 *
 * @param columns how many characters fit on a line
 * @param colours whether escape sequences are understood and wanted
 */
record Terminal(int columns, boolean colours) {
  private static final int DEFAULT_COLUMNS = 80;
  private static final int NARROWEST = 40;

  static Terminal ofProcess() {
    boolean colours =
        isTerminal() && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    int columns =
        Optional.ofNullable(System.getenv("COLUMNS"))
            .filter(text -> text.matches("\\d{1,4}"))
            .map(Integer::parseInt)
            .orElse(DEFAULT_COLUMNS);
    return new Terminal(Math.max(columns, NARROWEST), colours);
  }

  /**
   * From JDK 22 on there is always a console, which then is to be asked whether it is a terminal.
   */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  String bold(String text) {
    return styled("1", text);
  }

  String dim(String text) {
    return styled("2", text);
  }

  String red(String text) {
    return styled("31", text);
  }

  String green(String text) {
    return styled("32", text);
  }

  String cyan(String text) {
    return styled("36", text);
  }

  private String styled(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** One line of at most so many characters, without control characters; dots where it was cut. */
  static String oneLine(String text, int maxChars) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(maxChars + 1L)
        .forEach(
            c ->
                line.appendCodePoint(
                    Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                        ? ' '
                        : c));
    int length = line.codePointCount(0, line.length());
    if (length <= maxChars && text.codePointCount(0, text.length()) <= maxChars) {
      return line.toString();
    }
    return line.substring(0, line.offsetByCodePoints(0, Math.max(0, maxChars - 1))) + "…";
  }
}

package dev.spanloom.cli.terminal;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the output is written to.
 *
 * @param columns how many characters fit on a line
 * @param colours whether escape sequences are understood and wanted
 * @param interactive whether a person reads what is printed and can answer
 * @param watched whether a person sees standard error, so that a line may move
 */
public record Terminal(int columns, boolean colours, boolean interactive, boolean watched) {
  private static final int DEFAULT_COLUMNS = 80;
  private static final int NARROWEST = 40;
  private static final Pattern STTY_SIZE = Pattern.compile("\\d+ (\\d{1,4})\\s*");

  /** Nobody looks: a file, a pipe, a test. */
  public static final Terminal NONE = new Terminal(DEFAULT_COLUMNS, false, false, false);

  public static Terminal ofProcess() {
    boolean interactive = isTerminal();
    boolean colours =
        interactive && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    int columns =
        Optional.ofNullable(System.getenv("COLUMNS"))
            .filter(text -> text.matches("\\d{1,4}"))
            .map(Integer::parseInt)
            .orElseGet(() -> interactive ? askedColumns() : DEFAULT_COLUMNS);
    return new Terminal(
        Math.max(columns, NARROWEST), colours, interactive, interactive && errIsTerminal());
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

  /** A console says nothing of standard error; the shell's {@code test} does. */
  private static boolean errIsTerminal() {
    try {
      Process test = new ProcessBuilder("test", "-t", "2").redirectError(Redirect.INHERIT).start();
      return ended(test) && test.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program, as on Windows
    }
  }

  private static int askedColumns() {
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      try (InputStream answer = stty.getInputStream()) {
        String text = new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
        Matcher size = STTY_SIZE.matcher(text);
        return ended(stty) && size.matches() ? Integer.parseInt(size.group(1)) : DEFAULT_COLUMNS;
      }
    } catch (IOException e) {
      return DEFAULT_COLUMNS; // no such program or no such file, as on Windows
    }
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroy();
    }
  }

  public String bold(String text) {
    return styled("1", text);
  }

  public String dim(String text) {
    return styled("2", text);
  }

  public String red(String text) {
    return styled("31", text);
  }

  public String green(String text) {
    return styled("32", text);
  }

  public String cyan(String text) {
    return styled("36", text);
  }

  private String styled(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}

package dev.spanloom.entities.internal;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Texts of exceptions, safe against exceptions whose own methods fail. */
public final class StackTraces {
  /** Longest stack trace that is kept, in characters. */
  public static final int MAX_CHARS = 100_000;

  private StackTraces() {}

  /** The simple class name, or the full one of an anonymous class. */
  public static String typeName(Throwable exception) {
    String simple = exception.getClass().getSimpleName();
    return simple.isEmpty() ? exception.getClass().getName() : simple;
  }

  /** The message; empty when there is none. */
  public static String message(Throwable exception) {
    try {
      String message = exception.getMessage();
      return message == null ? "" : message;
    } catch (Throwable e) {
      rethrowFatal(e);
      return "<" + e.getClass().getName() + " from getMessage()>";
    }
  }

  /** {@code Type: message}, or the type alone where there is no message. */
  public static String description(Throwable exception) {
    String message = message(exception);
    return message.isEmpty() ? typeName(exception) : typeName(exception) + ": " + message;
  }

  /**
   * The stack trace with causes and suppressed exceptions, cut in the middle beyond {@link
   * #MAX_CHARS}.
   */
  public static String text(Throwable exception) {
    try {
      StringWriter text = new StringWriter(1024);
      exception.printStackTrace(new PrintWriter(text));
      return bounded(text.toString().stripTrailing());
    } catch (Throwable e) {
      rethrowFatal(e);
      return exception.getClass().getName()
          + " <"
          + e.getClass().getName()
          + " from printStackTrace()>";
    }
  }

  private static String bounded(String text) {
    if (text.length() <= MAX_CHARS) {
      return text;
    }
    int half = MAX_CHARS / 2;
    return text.substring(0, half)
        + "\n... ("
        + (text.length() - 2 * half)
        + " characters cut) ...\n"
        + text.substring(text.length() - half);
  }

  private static void rethrowFatal(Throwable e) {
    if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
      throw fatal;
    }
  }
}

package dev.spanloom.weaving.behaviour.fork;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a subject program tells the runner beside its spans: the exceptions that it throws on
 * purpose, and what it saw. One subject runs at a time.
 */
public final class Probe {
  private static final List<Mark> MARKS = new ArrayList<>();
  private static final Map<String, String> NOTES = new LinkedHashMap<>();

  private Probe() {}

  /** An exception as it was when the subject made it. */
  record Mark(Throwable exception, StackTraceElement[] stackTrace) {
    boolean sameStackTrace() {
      return Arrays.equals(stackTrace, exception.getStackTrace());
    }
  }

  /** Remembers an exception that is about to be thrown. */
  public static <T extends Throwable> T thrown(T exception) {
    MARKS.add(new Mark(exception, exception.getStackTrace()));
    return exception;
  }

  /** Remembers something that the subject saw. */
  public static void note(String key, Object value) {
    NOTES.put(key, String.valueOf(value));
  }

  /** Adds to what was seen, separated by blanks. */
  public static void say(String word) {
    NOTES.merge("said", word, (before, more) -> before + " " + more);
  }

  /** A resource that says when it is closed. */
  public static AutoCloseable resource(String name) {
    return () -> say("closed:" + name);
  }

  /** A resource that cannot be closed. */
  public static AutoCloseable failing(Exception exception) {
    return () -> {
      throw exception;
    };
  }

  /** A resource that cannot even be opened. */
  public static AutoCloseable unopened(Exception exception) throws Exception {
    throw exception;
  }

  static void clear() {
    MARKS.clear();
    NOTES.clear();
  }

  static List<Mark> marks() {
    return MARKS;
  }

  static Map<String, String> notes() {
    return NOTES;
  }
}

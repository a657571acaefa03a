package dev.spanloom.autolog.langchain4j;

import java.lang.ref.Cleaner;

/**
 * Notices when the program forgets what it started: nothing of the library tells that a stream will
 * never be started. Has a daemon thread of the JDK, from the first use on.
 */
final class Forgotten {
  private static final Cleaner CLEANER = Cleaner.create();

  private Forgotten() {}

  /**
   * Does something when an object has been collected.
   *
   * @param action must not refer to the object
   */
  static void when(Object object, Runnable action) {
    var unused = CLEANER.register(object, action);
  }
}

package dev.spanloom.weaving;

/**
 * Weaves one class file at a time: {@code @Trace} methods become spans, and spans in
 * try-with-resources are handed the exception that escapes. Stateless and thread-safe.
 */
public final class Weaver {
  /**
   * Weaves a class. Never throws: a class that it fails on is left as it is, and the problem says
   * so. A class that is woven already is left as it is.
   *
   * @param classFile is not changed
   * @param others finds other classes that the class refers to
   */
  public WovenClass weave(byte[] classFile, ClassSource others) {
    return WovenClass.UNTOUCHED;
  }

  /**
   * Whether a class file may hold something to weave: it names {@code @Trace} or a span, and is not
   * woven yet. Only looks for a few bytes, so it is cheap enough for every class that a JVM loads.
   */
  public static boolean isCandidate(byte[] classFile) {
    return false;
  }
}

package dev.spanloom.weaving;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;

/**
 * Weaves one class file at a time: {@code @Trace} methods become spans, and spans in
 * try-with-resources are handed the exception that escapes. Only the code of methods changes, so
 * that classes that are loaded already can be woven too. Stateless and thread-safe.
 */
public final class Weaver {
  private static final byte[] TRACE = Names.TRACE.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LIVE_SPAN = Names.LIVE_SPAN.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WOVEN_CALLS = Names.WOVEN_CALLS.getBytes(StandardCharsets.US_ASCII);

  /**
   * Weaves a class. Never throws: a class that it fails on is left as it is, and the problem says
   * so. A class that is woven already is left as it is, and so is one with an annotation that
   * cannot be honoured.
   *
   * @param classFile is not changed
   * @param others finds other classes that the class refers to
   */
  public WovenClass weave(byte[] classFile, ClassSource others) {
    String name = "?";
    try {
      if (!isCandidate(classFile)) {
        return WovenClass.UNTOUCHED;
      }
      ClassReader reader = new ClassReader(classFile);
      name = reader.getClassName();
      if (Names.isOfSdk(name)) {
        return WovenClass.UNTOUCHED;
      }
      TraceAnnotations found = TraceAnnotations.read(reader, others);
      if (!found.problems().isEmpty()) {
        return new WovenClass(null, found.problems());
      }
      byte[] woven = ResourceWeaving.weave(reader, classFile);
      if (!found.methods().isEmpty()) {
        woven = TraceWeaving.weave(name, woven, found.methods(), others);
      }
      return woven == classFile ? WovenClass.UNTOUCHED : new WovenClass(woven, List.of());
    } catch (Exception | LinkageError | StackOverflowError e) {
      return new WovenClass(
          null,
          List.of(
              new WeavingProblem(
                  name.replace('/', '.'),
                  null,
                  "could not be woven and is left as it is: "
                      + e
                      + ". Its @Trace methods are not traced. Exclude the class, and report this")));
    }
  }

  /**
   * Whether a class file may hold something to weave: it names {@code @Trace} or a span, and is not
   * woven yet. Only looks for a few bytes, so it is cheap enough for every class that a JVM loads.
   */
  public static boolean isCandidate(byte[] classFile) {
    return (contains(classFile, LIVE_SPAN) || contains(classFile, TRACE))
        && !contains(classFile, WOVEN_CALLS);
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    // the last letter differs more from text to text than the first, which all names here share
    byte last = wanted[wanted.length - 1];
    for (int end = wanted.length - 1; end < bytes.length; end++) {
      if (bytes[end] == last && endsAt(bytes, wanted, end)) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsAt(byte[] bytes, byte[] wanted, int end) {
    int start = end - wanted.length + 1;
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[start + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}

package dev.spanloom.internal.callsite;

import java.io.IOException;
import java.io.InputStream;
import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The places in the code of a class where a resource is closed because an exception leaves its
 * block, as {@link ExceptionalPaths} finds them in the class file. A class file is read once, at
 * the first close in its class, and nothing is kept that would keep the class loaded. What is not
 * understood (no class file to be found, a hidden class, code that an agent changed, an unknown
 * shape) is no such place. Thread-safe.
 */
public final class CloseSites {
  /** Larger class files are not looked at; the format allows methods of 64 KB only. */
  private static final int MAX_CLASS_BYTES = 4 * 1024 * 1024;

  private static final CloseSites NONE = new CloseSites(List.of(), false);
  private static final CloseSites OF_CLOSING_CODE = new CloseSites(List.of(), true);

  /** This class, the method close(), its caller, and for Kotlin the caller's caller. */
  private static final int FRAMES = 4;

  // told how few frames are needed, a newer JDK fetches no more
  private static final StackWalker WALKER =
      StackWalker.getInstance(Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE), FRAMES);
  private static final Function<Stream<StackFrame>, Boolean> LOOK = CloseSites::look;

  private static final ClassValue<CloseSites> OF_CLASS =
      new ClassValue<>() {
        @Override
        protected CloseSites computeValue(Class<?> type) {
          return read(type);
        }
      };

  private final Site[] sites;

  // closes what it is given, on behalf of code that was compiled inline: Kotlin's use
  private final boolean closesForOthers;

  private CloseSites(List<Site> sites, boolean closesForOthers) {
    this.sites = sites.toArray(new Site[0]);
    this.closesForOthers = closesForOthers;
  }

  /**
   * One place.
   *
   * @param index of the instruction in the method's code
   * @param line of the source; 0 when the class file does not say
   * @param byHelper true for a call of a method that closes what it is given
   */
  record Site(String method, String descriptor, int index, int line, boolean byHelper) {
    private boolean is(StackFrame frame) {
      // the line differs when an agent has put code into the method: then the place is another
      return method.equals(frame.getMethodName())
          && descriptor.equals(frame.getDescriptor())
          && (line == 0 || line == frame.getLineNumber());
    }
  }

  /**
   * To be asked by a method {@code close()} itself: whether its caller calls it because an
   * exception leaves the block. Never throws.
   */
  public static boolean isLeftByException() {
    try {
      return WALKER.walk(LOOK);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return false;
    }
  }

  private static boolean look(Stream<StackFrame> stack) {
    Frames frames = new Frames(stack.spliterator());
    frames.next(); // this class
    frames.next(); // the method close()
    StackFrame caller = frames.next();
    if (caller == null) {
      return false;
    }
    CloseSites sites = OF_CLASS.get(caller.getDeclaringClass());
    if (!sites.closesForOthers) {
      return sites.contain(caller, false);
    }
    StackFrame user = ClassCode.CLOSE_FINALLY.equals(caller.getMethodName()) ? frames.next() : null;
    return user != null && OF_CLASS.get(user.getDeclaringClass()).contain(user, true);
  }

  /** The frames of a stack one by one, with less around them than an iterator of the stream has. */
  private static final class Frames implements Consumer<StackFrame> {
    private final Spliterator<StackFrame> stack;
    private @Nullable StackFrame current;

    private Frames(Spliterator<StackFrame> stack) {
      this.stack = stack;
    }

    /** Null at the end of the stack. */
    private @Nullable StackFrame next() {
      return stack.tryAdvance(this) ? current : null;
    }

    @Override
    public void accept(StackFrame frame) {
      current = frame;
    }
  }

  private boolean contain(StackFrame frame, boolean byHelper) {
    if (sites.length == 0) {
      return false;
    }
    int index = frame.getByteCodeIndex();
    for (Site site : sites) {
      // the name of the method is asked last, since the JVM has to look it up
      if (site.index == index && site.byHelper == byHelper && site.is(frame)) {
        return true;
      }
    }
    return false;
  }

  private static CloseSites read(Class<?> type) {
    if (type.isHidden() || type.isArray() || type.isPrimitive()) {
      return NONE;
    }
    String name = type.getName();
    if (name.startsWith("kotlin.")) {
      return OF_CLOSING_CODE;
    }
    try (InputStream in =
        type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
      if (in == null) {
        return NONE;
      }
      byte[] bytes = in.readNBytes(MAX_CLASS_BYTES + 1);
      return bytes.length > MAX_CLASS_BYTES ? NONE : of(bytes, name);
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      return NONE; // the program's class loader is not ours to mend
    }
  }

  private static CloseSites of(byte[] classFile, String className) {
    List<Site> found = find(classFile, className);
    return found.isEmpty() ? NONE : new CloseSites(found, false);
  }

  /** The places in a class file; none when it is of another class or cannot be understood. */
  static List<Site> find(byte[] classFile, String className) {
    try {
      ClassCode code = ClassCode.read(classFile);
      return code.className().equals(className.replace('.', '/'))
          ? ExceptionalPaths.in(code)
          : List.of();
    } catch (IOException | RuntimeException e) {
      return List.of(); // cut off, damaged, or of a version to come
    }
  }
}

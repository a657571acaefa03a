package dev.spanloom;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Whether a thread is virtual; on JVMs that have no virtual threads none is. */
final class ThreadKinds {
  static final String METADATA_KEY = "spanloom.thread.kind";

  private static final @Nullable Method IS_VIRTUAL = isVirtualMethod();

  private ThreadKinds() {}

  private static @Nullable Method isVirtualMethod() {
    try {
      return Thread.class.getMethod("isVirtual");
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  static String ofCurrentThread() {
    try {
      boolean virtual = IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invoke(Thread.currentThread());
      return virtual ? "virtual" : "platform";
    } catch (IllegalAccessException | InvocationTargetException e) {
      return "platform";
    }
  }
}

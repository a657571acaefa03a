package dev.spanloom;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Passes the calls of an interface on to an object, inside spans. Thread-safe. */
final class TracedProxy implements InvocationHandler {
  private final Object target;
  private final boolean tracesAll;
  private final Map<Method, AnnotatedMethods.Found> plain = new ConcurrentHashMap<>();

  private TracedProxy(Object target, boolean tracesAll) {
    this.target = target;
    this.tracesAll = tracesAll;
  }

  static <T> T of(Class<T> type, T target) {
    if (type == null || !type.isInterface()) {
      throw new IllegalArgumentException(
          "type: "
              + (type == null ? "null" : type.getName())
              + " (expected: an interface; to trace the methods of a class, weave it)");
    }
    if (!type.isInstance(target)) {
      throw new IllegalArgumentException(
          "target: "
              + (target == null ? "null" : "a " + target.getClass().getName())
              + " (expected: an object that implements "
              + type.getName()
              + ")");
    }
    boolean chosen =
        Arrays.stream(type.getMethods())
            .anyMatch(method -> AnnotatedMethods.find(method, target.getClass()) != null);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new TracedProxy(target, !chosen)));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(method, arguments);
    }
    AnnotatedMethods.Found found =
        tracesAll
            ? plain.computeIfAbsent(
                method, called -> AnnotatedMethods.plain(called, target.getClass()))
            : AnnotatedMethods.find(method, target.getClass());
    return found == null
        ? call(method, arguments)
        : TracedCalls.around(found, arguments, () -> call(method, arguments));
  }

  /** A proxy equals one of the same target; the rest is the target's. */
  private @Nullable Object ofObject(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("equals") && arguments != null) {
      Object other = arguments[0];
      Object of =
          other != null
                  && Proxy.isProxyClass(other.getClass())
                  && Proxy.getInvocationHandler(other) instanceof TracedProxy same
              ? same.target
              : other;
      return target.equals(of);
    }
    return call(method, arguments);
  }

  private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}

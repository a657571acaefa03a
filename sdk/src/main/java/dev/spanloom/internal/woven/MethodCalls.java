package dev.spanloom.internal.woven;

import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Traces calls for whoever intercepts them: our proxies, and the starters of frameworks that have
 * interceptors of their own (Spring AOP, CDI). Thread-safe.
 */
public final class MethodCalls {
  private MethodCalls() {}

  /** The call that goes on. */
  @FunctionalInterface
  public interface Invocation {
    @Nullable Object proceed() throws Throwable;
  }

  /**
   * Runs a call inside a span, as {@code @Trace} on the method says; just runs it where there is no
   * {@code @Trace} on the method, on what it overrides, or on their classes. A method that is woven
   * is not traced twice.
   *
   * @param method the method that was called, maybe of an interface
   * @param targetClass the class of the object that it is called on
   * @param arguments null for none
   * @return what the method returns, or an object in its place that watches it
   */
  public static @Nullable Object around(
      Method method,
      Class<?> targetClass,
      @Nullable Object @Nullable [] arguments,
      Invocation invocation)
      throws Throwable {
    return RegisteredAccess.get().around(method, targetClass, arguments, invocation);
  }

  /** Whether {@link #around} opens a span for calls of a method. Reflection the first time. */
  public static boolean isTraced(Method method, Class<?> targetClass) {
    return RegisteredAccess.get().isTraced(method, targetClass);
  }

  /**
   * The headers that carry the current span to another process, for calls of clients that are
   * intercepted: {@code Mlflow.tracingHeaders()}, but without a warning where there is no span.
   */
  public static Map<String, String> outgoingHeaders() {
    return RegisteredAccess.get().outgoingHeaders();
  }
}

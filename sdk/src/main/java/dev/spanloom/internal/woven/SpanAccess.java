package dev.spanloom.internal.woven;

import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the SDK does for woven code and for interceptors. {@code dev.spanloom} has the one that
 * there is and hands it in when it is initialized. Its methods never throw, but for what a method
 * that is called inside throws. Thread-safe.
 */
public interface SpanAccess {
  /** See {@link WovenCalls#enter}. */
  @Nullable Object enter(Class<?> owner, String spec, @Nullable Object @Nullable [] arguments);

  /** See {@link WovenCalls#exit}. */
  @Nullable Object exit(
      @Nullable Object call, @Nullable Object returned, @Nullable Throwable thrown);

  /** See {@link WovenCalls#escaping}. */
  void escaping(@Nullable Object resource, @Nullable Throwable thrown);

  /** See {@link MethodCalls#around}. */
  @Nullable Object around(
      Method method,
      Class<?> targetClass,
      @Nullable Object @Nullable [] arguments,
      MethodCalls.Invocation invocation)
      throws Throwable;

  /** See {@link MethodCalls#isTraced}. */
  boolean isTraced(Method method, Class<?> targetClass);

  /** See {@link MethodCalls#outgoingHeaders}. */
  Map<String, String> outgoingHeaders();
}

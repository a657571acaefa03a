package dev.spanloom;

import dev.spanloom.internal.woven.MethodCalls;
import dev.spanloom.internal.woven.SpanAccess;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The spans of woven code and of intercepted calls. Thread-safe. */
final class TracedCalls implements SpanAccess {
  /** Per class, so that classes can be unloaded. */
  private static final ClassValue<WovenMethods> WOVEN =
      new ClassValue<>() {
        @Override
        protected WovenMethods computeValue(Class<?> owner) {
          return new WovenMethods(owner);
        }
      };

  /**
   * The method of the class itself that an interceptor is calling on this thread, until it begins:
   * if it is woven too, it is traced already.
   */
  private static final ThreadLocal<@Nullable Method> INTERCEPTED = new ThreadLocal<>();

  @Override
  public @Nullable Object enter(
      Class<?> owner, String spec, @Nullable Object @Nullable [] arguments) {
    try {
      TracedMethod method = WOVEN.get(owner).find(spec);
      return isIntercepted(owner, method) ? null : method.begin(arguments);
    } catch (RuntimeException | LinkageError e) {
      Tracing.LOG.log(
          System.Logger.Level.WARNING, "a call could not be traced; it runs without a span", e);
      return null;
    }
  }

  @Override
  public @Nullable Object exit(
      @Nullable Object call, @Nullable Object returned, @Nullable Throwable thrown) {
    return call instanceof TracedMethod.Call traced ? traced.end(returned, thrown) : returned;
  }

  @Override
  public void escaping(@Nullable Object resource, @Nullable Throwable thrown) {
    if (!(resource instanceof LiveSpan span)) {
      return;
    }
    span.blockEnds();
    if (thrown != null) {
      try {
        span.escaping(thrown);
      } catch (RuntimeException | LinkageError e) {
        Tracing.LOG.log(System.Logger.Level.WARNING, "an exception could not be recorded", e);
      }
    }
  }

  @Override
  public @Nullable Object around(
      Method method,
      Class<?> targetClass,
      @Nullable Object @Nullable [] arguments,
      MethodCalls.Invocation invocation)
      throws Throwable {
    AnnotatedMethods.Found found = AnnotatedMethods.find(method, targetClass);
    return found == null ? invocation.proceed() : around(found, arguments, invocation);
  }

  @Override
  public boolean isTraced(Method method, Class<?> targetClass) {
    return AnnotatedMethods.find(method, targetClass) != null;
  }

  @Override
  public Map<String, String> outgoingHeaders() {
    return Propagation.headersOrNone(Mlflow.tracing());
  }

  /** Runs a call inside a span; the method of the class itself is not traced again if woven. */
  static @Nullable Object around(
      AnnotatedMethods.Found found,
      @Nullable Object @Nullable [] arguments,
      MethodCalls.Invocation invocation)
      throws Throwable {
    TracedMethod.Call call = found.method().begin(arguments);
    Method outer = INTERCEPTED.get();
    INTERCEPTED.set(found.maybeWoven());
    Object returned;
    try {
      returned = invocation.proceed();
    } catch (Throwable e) {
      if (call != null) {
        var unused = call.end(null, e);
      }
      throw e;
    } finally {
      if (outer == null) {
        INTERCEPTED.remove();
      } else {
        INTERCEPTED.set(outer);
      }
    }
    return call == null ? returned : call.end(returned, null);
  }

  private static boolean isIntercepted(Class<?> owner, TracedMethod method) {
    Method intercepted = INTERCEPTED.get();
    if (intercepted == null
        || intercepted.getDeclaringClass() != owner
        || !intercepted.getName().equals(method.spec().function())
        || intercepted.getParameterCount() != method.spec().parameters().size()) {
      return false;
    }
    INTERCEPTED.remove();
    return true;
  }
}

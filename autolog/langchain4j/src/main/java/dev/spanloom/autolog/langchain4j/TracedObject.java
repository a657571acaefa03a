package dev.spanloom.autolog.langchain4j;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An object of the library as the program uses it. A proxy, since the library's interfaces grow
 * default methods: what a version newer than the one that we know adds must reach the object.
 * Thread-safe.
 */
abstract class TracedObject implements InvocationHandler {
  private final Object target;
  private final Map<Method, Kind> kinds = new ConcurrentHashMap<>();

  private enum Kind {
    /** A call that becomes a span. */
    TRACED,
    /** Its own body, that of the interface, calls others of the same object. */
    SHORTCUT,
    FORWARDED
  }

  TracedObject(Object target) {
    this.target = target;
  }

  /** Whether calls of a method become spans. */
  abstract boolean isTraced(Method method);

  /** Makes the call, by {@link #forward}, as a span. */
  abstract @Nullable Object trace(Method method, Object[] arguments) throws Throwable;

  /** The object of the program. */
  Object target() {
    return target;
  }

  /** Its class, for the name of a span. */
  String simpleName() {
    String name = target.getClass().getSimpleName();
    int lambda = name.indexOf("$$Lambda");
    return lambda > 0 ? name.substring(0, lambda) : name;
  }

  /** Whether an object is one that was wrapped here. */
  static boolean isTraced(@Nullable Object object) {
    return object != null
        && Proxy.isProxyClass(object.getClass())
        && Proxy.getInvocationHandler(object) instanceof TracedObject;
  }

  /** The object as an interface, and as all others that it implements and that can be seen. */
  <T> T as(Class<T> type) {
    Set<Class<?>> interfaces = new LinkedHashSet<>(List.of(type));
    for (Class<?> c = target.getClass(); c != null; c = c.getSuperclass()) {
      addPublic(interfaces, c);
    }
    ClassLoader loader = target.getClass().getClassLoader();
    try {
      return type.cast(
          Proxy.newProxyInstance(
              loader == null ? type.getClassLoader() : loader,
              interfaces.toArray(new Class<?>[0]),
              this));
    } catch (IllegalArgumentException e) {
      // an interface that this loader does not know, or two that do not go together
      return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
    }
  }

  private static void addPublic(Set<Class<?>> interfaces, Class<?> type) {
    List<Class<?>> found = new ArrayList<>(List.of(type.getInterfaces()));
    for (Class<?> one : found) {
      if (Modifier.isPublic(one.getModifiers()) && !one.isSealed() && !one.isHidden()) {
        interfaces.add(one);
      }
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    Kind kind = kinds.get(method);
    if (kind == null) {
      kind = kindOf(method);
      kinds.put(method, kind);
    }
    return switch (kind) {
      case TRACED -> trace(method, arguments == null ? new Object[0] : arguments);
      case SHORTCUT -> InvocationHandler.invokeDefault(proxy, method, arguments);
      case FORWARDED -> {
        Object result = forward(method, arguments);
        // what returns itself, such as a builder, stays traced
        yield result == target && method.getReturnType().isInstance(proxy) ? proxy : result;
      }
    };
  }

  private @Nullable Object ofObject(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> forward(method, arguments);
    };
  }

  private Kind kindOf(Method method) {
    if (isTraced(method)) {
      return Kind.TRACED;
    }
    return method.isDefault() && isInherited(method) ? Kind.SHORTCUT : Kind.FORWARDED;
  }

  /** Whether the object leaves a default method as its interface has it. */
  private boolean isInherited(Method method) {
    try {
      return target
          .getClass()
          .getMethod(method.getName(), method.getParameterTypes())
          .getDeclaringClass()
          .isInterface();
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /** Calls the method of the object; throws what that throws. */
  final @Nullable Object forward(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}

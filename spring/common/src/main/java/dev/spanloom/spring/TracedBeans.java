package dev.spanloom.spring;

import dev.spanloom.Trace;
import dev.spanloom.internal.woven.MethodCalls;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Finds the {@code @Trace} of methods of beans, which may stand on the method, its class, or the
 * interface that it implements. Thread-safe.
 */
final class TracedBeans {
  private final Map<MethodClassKey, Optional<Method>> found = new ConcurrentHashMap<>();

  /** Whether the annotation stands anywhere in a class, what it extends and implements. */
  static boolean mayBeTraced(Class<?> beanClass) {
    if (!AnnotationUtils.isCandidateClass(beanClass, Trace.class)) {
      return false;
    }
    try {
      for (Class<?> c = beanClass; c != null && c != Object.class; c = c.getSuperclass()) {
        if (hasAnnotation(c)) {
          return true;
        }
      }
      return ClassUtils.getAllInterfacesForClassAsSet(beanClass).stream()
          .anyMatch(TracedBeans::hasAnnotation);
    } catch (LinkageError | TypeNotPresentException e) {
      return false; // something that the class mentions is not there: Spring lets it be, too
    }
  }

  private static boolean hasAnnotation(Class<?> type) {
    return type.isAnnotationPresent(Trace.class)
        || Arrays.stream(type.getDeclaredMethods())
            .anyMatch(method -> method.isAnnotationPresent(Trace.class));
  }

  /** The method by which the SDK finds the annotation; null when there is none. */
  @Nullable Method annotated(Method called, Class<?> targetClass) {
    return found
        .computeIfAbsent(
            new MethodClassKey(called, targetClass),
            key -> Optional.ofNullable(find(called, targetClass)))
        .orElse(null);
  }

  private static @Nullable Method find(Method called, Class<?> targetClass) {
    if (MethodCalls.isTraced(called, targetClass)) {
      return called;
    }
    Method specific = AopUtils.getMostSpecificMethod(called, targetClass);
    if (MethodCalls.isTraced(specific, targetClass)) {
      return specific;
    }
    for (Class<?> implemented : ClassUtils.getAllInterfacesForClassAsSet(targetClass)) {
      for (Method declared : implemented.getMethods()) {
        if (declared.getName().equals(called.getName())
            && declared.getParameterCount() == called.getParameterCount()
            && AopUtils.getMostSpecificMethod(declared, targetClass).equals(specific)
            && MethodCalls.isTraced(declared, targetClass)) {
          return declared;
        }
      }
    }
    return null;
  }
}

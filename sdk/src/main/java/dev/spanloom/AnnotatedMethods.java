package dev.spanloom;

import dev.spanloom.entities.SpanType;
import dev.spanloom.internal.woven.MethodSpec;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads {@link Trace} by reflection, for calls that are intercepted. Thread-safe. */
final class AnnotatedMethods {
  private static final ClassValue<Map<Method, Optional<Found>>> FOUND =
      new ClassValue<>() {
        @Override
        protected Map<Method, Optional<Found>> computeValue(Class<?> targetClass) {
          return new ConcurrentHashMap<>();
        }
      };

  private AnnotatedMethods() {}

  /**
   * A method to trace.
   *
   * @param maybeWoven the method of the class that weaving may trace already; null when there is
   *     none
   */
  record Found(TracedMethod method, @Nullable Method maybeWoven) {}

  /** How a call is traced; null when nothing says that it is. */
  static @Nullable Found find(Method called, Class<?> targetClass) {
    return FOUND
        .get(targetClass)
        .computeIfAbsent(called, method -> Optional.ofNullable(read(method, targetClass)))
        .orElse(null);
  }

  private static @Nullable Found read(Method called, Class<?> targetClass) {
    Method implementation = implementation(called, targetClass);
    for (AnnotatedElement place :
        new @Nullable AnnotatedElement[] {
          implementation, called, targetClass, called.getDeclaringClass()
        }) {
      Trace trace = place == null ? null : place.getAnnotation(Trace.class);
      if (trace != null) {
        return found(trace, called, implementation, targetClass);
      }
    }
    return null;
  }

  /** The method of the class that a call ends up in; null when it cannot be found. */
  private static @Nullable Method implementation(Method called, Class<?> targetClass) {
    for (Class<?> c = targetClass; c != null; c = c.getSuperclass()) {
      try {
        return c.getDeclaredMethod(called.getName(), called.getParameterTypes());
      } catch (NoSuchMethodException e) {
        // maybe inherited
      }
    }
    return null;
  }

  /** A method that is traced as if {@code @Trace} without values stood there. */
  static Found plain(Method called, Class<?> targetClass) {
    return found(null, called, implementation(called, targetClass), targetClass);
  }

  private static Found found(
      @Nullable Trace trace, Method called, @Nullable Method implementation, Class<?> targetClass) {
    boolean annotated =
        implementation != null
            && (implementation.isAnnotationPresent(Trace.class)
                || implementation.getDeclaringClass().isAnnotationPresent(Trace.class));
    return new Found(
        traced(trace, called, implementation, targetClass), annotated ? implementation : null);
  }

  private static TracedMethod traced(
      @Nullable Trace trace, Method called, @Nullable Method implementation, Class<?> targetClass) {
    Map<String, String> attributes = new LinkedHashMap<>();
    String name = called.getName();
    String spanType = SpanType.UNKNOWN;
    String reducer = null;
    Double samplingRatio = null;
    String destination = null;
    if (trace != null) {
      for (Trace.Attribute attribute : trace.attributes()) {
        attributes.put(attribute.key(), attribute.value());
      }
      name = trace.name().isBlank() ? name : trace.name();
      spanType = trace.spanType();
      reducer =
          trace.outputReducer() == OutputReducer.Items.class
              ? null
              : trace.outputReducer().getName();
      samplingRatio =
          trace.samplingRatio() >= 0 && trace.samplingRatio() <= 1 ? trace.samplingRatio() : null;
      destination = trace.destination().isBlank() ? null : trace.destination();
    }
    return new TracedMethod(
        new MethodSpec(
            called.getName(),
            name,
            spanType,
            attributes,
            parameters(called, implementation),
            trace == null || trace.captureInputs(),
            trace == null || trace.captureOutputs(),
            reducer,
            samplingRatio,
            destination,
            !canBeReplaced(called.getReturnType()),
            called.getReturnType() == void.class),
        targetClass);
  }

  /** Names as the interface has them, else the class; empty for what is not to be recorded. */
  private static List<String> parameters(Method called, @Nullable Method implementation) {
    Parameter[] declared = called.getParameters();
    Parameter[] implemented = implementation == null ? declared : implementation.getParameters();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < declared.length; i++) {
      names.add(name(declared[i], implemented[i]));
    }
    return names;
  }

  private static String name(Parameter declared, Parameter implemented) {
    if (annotation(Trace.Ignore.class, declared, implemented) != null) {
      return "";
    }
    Trace.Input input = annotation(Trace.Input.class, declared, implemented);
    if (input != null) {
      return input.value();
    }
    return implemented.isNamePresent() && !declared.isNamePresent()
        ? implemented.getName()
        : declared.getName();
  }

  private static <A extends Annotation> @Nullable A annotation(
      Class<A> type, Parameter declared, Parameter implemented) {
    A own = implemented.getAnnotation(type);
    return own == null ? declared.getAnnotation(type) : own;
  }

  /** Whether an object of ours that watches the items may be returned as this type. */
  private static boolean canBeReplaced(Class<?> type) {
    return switch (type.getName()) {
      case "java.lang.Object",
          "java.lang.AutoCloseable",
          "java.util.stream.BaseStream",
          "java.util.stream.Stream",
          "java.util.Iterator",
          "java.util.concurrent.Flow$Publisher",
          "org.reactivestreams.Publisher",
          "reactor.core.CorePublisher",
          "reactor.core.publisher.Mono",
          "reactor.core.publisher.Flux" ->
          true;
      default -> false;
    };
  }
}

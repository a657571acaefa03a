package dev.spanloom;

import dev.spanloom.entities.SpanType;
import dev.spanloom.internal.woven.MethodSpec;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
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
    Trace ofMethod = first(implementation, called);
    Trace ofClass =
        isOneOfAll(implementation == null ? called : implementation)
            ? first(targetClass, called.getDeclaringClass())
            : null;
    return ofMethod == null && ofClass == null
        ? null
        : found(ofMethod, ofClass, called, implementation, targetClass);
  }

  /**
   * Whether an annotation of the class means this method: the public ones, but not what every
   * object has.
   */
  private static boolean isOneOfAll(Method method) {
    return Modifier.isPublic(method.getModifiers())
        && Arrays.stream(Object.class.getMethods())
            .noneMatch(
                ofAll ->
                    ofAll.getName().equals(method.getName())
                        && Arrays.equals(ofAll.getParameterTypes(), method.getParameterTypes()));
  }

  private static @Nullable Trace first(@Nullable AnnotatedElement one, AnnotatedElement other) {
    Trace trace = one == null ? null : one.getAnnotation(Trace.class);
    return trace == null ? other.getAnnotation(Trace.class) : trace;
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
    return found(null, null, called, implementation(called, targetClass), targetClass);
  }

  private static Found found(
      @Nullable Trace ofMethod,
      @Nullable Trace ofClass,
      Method called,
      @Nullable Method implementation,
      Class<?> targetClass) {
    // a default method of an interface is one that weaving may trace, too
    Method body = implementation == null && called.isDefault() ? called : implementation;
    boolean annotated =
        body != null
            && (body.isAnnotationPresent(Trace.class)
                || body.getDeclaringClass().isAnnotationPresent(Trace.class));
    MethodSpec spec = spec(ofMethod, ofClass, called, parameters(called, implementation));
    return new Found(new TracedMethod(spec, targetClass), annotated ? body : null);
  }

  /** What the method's annotation leaves at its default, that of the class says. */
  private static MethodSpec spec(
      @Nullable Trace ofMethod, @Nullable Trace ofClass, Method called, List<String> parameters) {
    Map<String, String> attributes = new LinkedHashMap<>();
    String name = called.getName();
    String spanType = SpanType.UNKNOWN;
    String reducer = null;
    Double samplingRatio = null;
    String destination = null;
    boolean inputs = true;
    boolean outputs = true;
    for (Trace trace : Stream.of(ofClass, ofMethod).filter(Objects::nonNull).toList()) {
      for (Trace.Attribute attribute : trace.attributes()) {
        attributes.put(attribute.key(), attribute.value());
      }
      name = trace.name().isBlank() ? name : trace.name();
      spanType = trace.spanType().equals(SpanType.UNKNOWN) ? spanType : trace.spanType();
      reducer =
          trace.outputReducer() == OutputReducer.Items.class
              ? reducer
              : trace.outputReducer().getName();
      boolean sampled = trace.samplingRatio() >= 0 && trace.samplingRatio() <= 1;
      samplingRatio = sampled ? Double.valueOf(trace.samplingRatio()) : samplingRatio;
      destination = trace.destination().isBlank() ? destination : trace.destination();
      inputs &= trace.captureInputs();
      outputs &= trace.captureOutputs();
    }
    return new MethodSpec(
        called.getName(),
        name,
        spanType,
        attributes,
        parameters,
        inputs,
        outputs,
        reducer,
        samplingRatio,
        destination,
        !MethodSpec.isWatched(called.getReturnType().getName()));
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
}

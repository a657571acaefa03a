package dev.spanloom;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.internal.woven.MethodSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A method whose calls are spans. Thread-safe; its calls are each used by one thread at a time. */
final class TracedMethod {
  private final MethodSpec spec;
  private final AttributeValue functionName;
  private final ResultRecording recording;
  private final @Nullable TraceLocation destination;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * A method.
   *
   * @param owner whose class loader finds the reducer
   */
  TracedMethod(MethodSpec spec, Class<?> owner) {
    this.spec = spec;
    this.functionName = AttributeValue.of(spec.function());
    this.recording =
        new ResultRecording(
            spec.capturesOutputs(), !spec.keepsResult(), reducer(spec.reducer(), owner));
    this.destination =
        spec.destination() == null
            ? null
            : TracingConfig.locationOrWarning("@Trace(destination)", spec.destination());
  }

  private static @Nullable OutputReducer reducer(@Nullable String className, Class<?> owner) {
    if (className == null) {
      return null;
    }
    try {
      var constructor =
          Class.forName(className, true, owner.getClassLoader())
              .asSubclass(OutputReducer.class)
              .getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      Tracing.LOG.log(
          System.Logger.Level.WARNING,
          "@Trace(outputReducer = "
              + className
              + ") of "
              + owner.getName()
              + " cannot be made; outputs are lists of items: "
              + e);
      return null;
    }
  }

  MethodSpec spec() {
    return spec;
  }

  /** A call begins; null when nothing is to be done at its end. Never throws. */
  @Nullable Call begin(@Nullable Object @Nullable [] arguments) {
    SpanBuilder builder =
        Mlflow.spanBuilder(spec.name()).spanType(spec.spanType()).functionName(functionName);
    if (!spec.attributes().isEmpty()) {
      builder.attributes(spec.attributes());
    }
    if (spec.samplingRatio() != null) {
      builder.samplingRatio(spec.samplingRatio());
    }
    // inside another trace it is ignored, which the span's start says: once is enough
    if (destination != null
        && (Mlflow.getActiveTraceId().isEmpty() || warned.compareAndSet(false, true))) {
      builder.destination(destination);
    }
    LiveSpan span = builder.start();
    if (span == LiveSpan.NO_OP) {
      return null;
    }
    if (arguments != null && spec.capturesInputs() && span.record() != null) {
      span.setInputs(inputs(arguments));
    }
    return new Call(this, span);
  }

  private Map<String, @Nullable Object> inputs(@Nullable Object[] arguments) {
    List<String> names = spec.parameters();
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>(arguments.length * 2);
    for (int i = 0; i < arguments.length; i++) {
      String name = i < names.size() ? names.get(i) : "arg" + i;
      if (!name.isEmpty()) {
        inputs.put(name, arguments[i]);
      }
    }
    return inputs;
  }

  /** One call that is under way. */
  record Call(TracedMethod method, LiveSpan span) {
    /** It returns or throws; gives what the caller gets. Never throws. */
    @SuppressWarnings(
        "NullAway") // a result may be null; without JSpecify mode it does not see that
    @Nullable Object end(@Nullable Object returned, @Nullable Throwable thrown) {
      if (thrown != null) {
        span.escaping(thrown);
        span.end();
        return returned;
      }
      return TracedResult.end(returned, span, method.recording);
    }
  }
}

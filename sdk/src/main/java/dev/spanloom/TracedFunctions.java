package dev.spanloom;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.SpanType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes traced forms of functions. Arguments are recorded as inputs, the result as outputs, unless
 * the function set outputs itself; what it throws is recorded and thrown on. The span of a future,
 * stream, iterator or publisher stays open until that is done; its items become events {@code
 * mlflow.chunk.item.N} and their list, or what the reducer makes of it, the outputs. Counterpart of
 * {@code mlflow.trace(fn)}.
 *
 * <p>Configure on one thread; the functions it makes are thread-safe.
 */
public final class TracedFunctions {
  private final String name;
  private String spanType = SpanType.UNKNOWN;
  private String functionName;
  private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
  private List<String> parameterNames = List.of();
  private @Nullable Function<List<@Nullable Object>, @Nullable Object> outputReducer;
  private @Nullable Double samplingRatio;
  private @Nullable String experimentId;

  TracedFunctions(String name) {
    this.name = name;
    this.functionName = name;
  }

  public TracedFunctions spanType(String type) {
    spanType = type;
    return this;
  }

  /** The attribute {@code mlflow.spanFunctionName}; the span's name unless set. */
  public TracedFunctions functionName(String text) {
    functionName = text;
    return this;
  }

  public TracedFunctions attribute(String key, @Nullable Object value) {
    attributes.put(key, value);
    return this;
  }

  /** The names of the arguments among the inputs; {@code arg0} and {@code arg1} unless set. */
  public TracedFunctions parameterNames(String... names) {
    parameterNames = List.of(names);
    return this;
  }

  /**
   * Makes one output of the items of a stream, iterator or publisher. When it fails, the list is
   * the output.
   */
  public TracedFunctions outputReducer(Function<List<@Nullable Object>, @Nullable Object> reducer) {
    outputReducer = reducer;
    return this;
  }

  /**
   * The share of traces that are recorded when the function is called outside of a span.
   *
   * @param ratio 0 to 1
   * @throws IllegalArgumentException outside of that
   */
  public TracedFunctions samplingRatio(double ratio) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("samplingRatio: " + ratio + " (expected: 0 to 1)");
    }
    samplingRatio = ratio;
    return this;
  }

  /** The experiment of traces that begin with the function. */
  public TracedFunctions experimentId(String id) {
    experimentId = id;
    return this;
  }

  public <R extends @Nullable Object> Callable<R> callable(Callable<R> callable) {
    return () -> call(callable::call);
  }

  public <R extends @Nullable Object> Supplier<R> supplier(Supplier<R> supplier) {
    return () -> this.<R, RuntimeException>call(supplier::get);
  }

  public Runnable runnable(Runnable runnable) {
    return () -> builder().<RuntimeException>run(span -> runnable.run());
  }

  public <A extends @Nullable Object, R extends @Nullable Object> Function<A, R> function(
      Function<A, R> function) {
    return a -> this.<R, RuntimeException>call(() -> function.apply(a), a);
  }

  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      BiFunction<A, B, R> biFunction(BiFunction<A, B, R> function) {
    return (a, b) -> this.<R, RuntimeException>call(() -> function.apply(a, b), a, b);
  }

  /** A call that may throw. */
  private interface Call<R extends @Nullable Object, X extends Throwable> {
    R call() throws X;
  }

  private <R extends @Nullable Object, X extends Throwable> R call(
      Call<R, X> call, @Nullable Object... arguments) throws X {
    LiveSpan span = builder().start();
    R result;
    try {
      if (arguments.length > 0) {
        span.setInputs(inputs(arguments));
      }
      result = call.call();
    } catch (Throwable e) {
      span.escaping(e);
      span.end();
      throw e;
    }
    return TracedResult.end(result, span, new ResultRecording(true, true, outputReducer));
  }

  private Map<String, @Nullable Object> inputs(@Nullable Object[] arguments) {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      inputs.put(i < parameterNames.size() ? parameterNames.get(i) : "arg" + i, arguments[i]);
    }
    return inputs;
  }

  private SpanBuilder builder() {
    SpanBuilder builder =
        Mlflow.spanBuilder(name)
            .spanType(spanType)
            .functionName(AttributeValue.of(functionName))
            .attributes(attributes);
    if (samplingRatio != null) {
      builder.samplingRatio(samplingRatio);
    }
    if (experimentId != null && Mlflow.getActiveTraceId().isEmpty()) {
      builder.experimentId(experimentId);
    }
    return builder;
  }
}

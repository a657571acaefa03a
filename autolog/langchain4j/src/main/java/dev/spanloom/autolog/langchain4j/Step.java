package dev.spanloom.autolog.langchain4j;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.TracingContext;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is no call of a chat model, as a span: a tool, a retrieval, a guardrail, an AI service. It
 * ends once, whoever is first. Nothing here throws into the program. Thread-safe.
 */
final class Step {
  private static final System.Logger LOG = System.getLogger(Step.class.getName());

  private final LiveSpan span;
  private final AutologOptions options;
  private final AtomicBoolean ended = new AtomicBoolean();

  private Step(LiveSpan span, AutologOptions options) {
    this.span = span;
    this.options = options;
  }

  /** Starts it now, below the span that is current in a context. */
  static Step start(String name, String type, CallContext context, AutologOptions options) {
    return start(name, type, context, 0, options);
  }

  /**
   * Starts it.
   *
   * @param startTimeUnixNanos when it began; 0 for now
   */
  static Step start(
      String name,
      String type,
      CallContext context,
      long startTimeUnixNanos,
      AutologOptions options) {
    LiveSpan span =
        context.call(
            () -> {
              long around = Mlflow.getCurrentActiveSpan().startTimeUnixNanos();
              long start =
                  startTimeUnixNanos == 0 ? CallContext.nowUnixNanos() : startTimeUnixNanos;
              return Mlflow.spanBuilder(name)
                  .spanType(type)
                  .startTimeUnixNanos(Math.max(start, around))
                  .startNoContext();
            });
    return new Step(span, options);
  }

  LiveSpan span() {
    return span;
  }

  /** Makes it the current span; to be closed before the method returns that opened it. */
  TracingContext.Opened enter() {
    return span.makeCurrent();
  }

  /**
   * What goes in.
   *
   * @param inputs is asked for only when it is recorded
   */
  void inputs(Supplier<? extends @Nullable Object> inputs) {
    if (span.isRecording() && options.content()) {
      quietly(() -> span.setInputs(inputs.get()));
    }
  }

  /** What holds no content: numbers, switches, names. */
  void attributes(Map<String, ?> attributes) {
    quietly(() -> span.setAttributes(attributes));
  }

  /**
   * It came to its end.
   *
   * @param outputs is asked for only when it is recorded
   */
  void completed(Supplier<? extends @Nullable Object> outputs) {
    completedAt(0, outputs);
  }

  /**
   * It came to its end.
   *
   * @param endTimeUnixNanos when; 0 for now
   */
  void completedAt(long endTimeUnixNanos, Supplier<? extends @Nullable Object> outputs) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    record(outputs);
    span.end(endTimeUnixNanos);
  }

  /** It failed. */
  void failed(Throwable error) {
    failed(error, () -> null);
  }

  /** It failed, and something came of it. */
  void failed(Throwable error, Supplier<? extends @Nullable Object> outputs) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    record(outputs);
    quietly(
        () -> {
          if (options.content()) {
            span.recordException(error);
          } else {
            span.setStatus(new SpanStatus(SpanStatusCode.ERROR, error.getClass().getName()));
          }
        });
    span.end();
  }

  /**
   * It failed, and no exception is at hand.
   *
   * @param message for the status, where content is recorded
   * @param without for the status, where it is not
   * @param endTimeUnixNanos when; 0 for now
   */
  void failed(
      @Nullable String message,
      String without,
      long endTimeUnixNanos,
      Supplier<? extends @Nullable Object> outputs) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    record(outputs);
    String said = options.content() && message != null ? message : without;
    quietly(() -> span.setStatus(new SpanStatus(SpanStatusCode.ERROR, said)));
    span.end(endTimeUnixNanos);
  }

  private void record(Supplier<? extends @Nullable Object> outputs) {
    if (span.isRecording() && options.content()) {
      quietly(() -> span.setOutputs(outputs.get()));
    }
  }

  static void quietly(Runnable recording) {
    try {
      recording.run();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(System.Logger.Level.DEBUG, "a part of a call of LangChain4j is not recorded", e);
    }
  }
}

package dev.spanloom;

import java.lang.reflect.Modifier;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a traced function returned, and whether its span must stay open for it.
 *
 * @param result what the caller gets: the same object, or one that looks like it and watches the
 *     span
 * @param isPending true when the span ends with the result, not with the call
 */
record TracedResult<R extends @Nullable Object>(R result, boolean isPending) {
  @SuppressWarnings("unchecked") // each branch gives back the type that it was given
  static <R extends @Nullable Object> TracedResult<R> of(
      R result,
      LiveSpan span,
      @Nullable Function<List<@Nullable Object>, @Nullable Object> reducer) {
    if (span.record() == null) {
      return new TracedResult<>(result, false);
    }
    if (result instanceof CompletionStage<?> stage) {
      watch(stage, span);
      return new TracedResult<>(result, true);
    } else if (result != null && Modifier.isPublic(result.getClass().getModifiers())) {
      // the caller may know it by its own class, which no stand-in of ours can have
      return outputNow(result, span);
    } else if (result instanceof Stream<?> stream) {
      return new TracedResult<>((R) stream(stream, span, reducer), true);
    } else if (result instanceof Iterator<?> iterator) {
      return new TracedResult<>(
          (R) new TracedIterator<>(iterator, new ChunkRecorder(span, reducer)), true);
    } else if (result instanceof Flow.Publisher<?> publisher) {
      return new TracedResult<>((R) new TracedPublisher<>(publisher, span, reducer), true);
    }
    return outputNow(result, span);
  }

  private static <R extends @Nullable Object> TracedResult<R> outputNow(R result, LiveSpan span) {
    if (!span.hasOutputs()) {
      span.setOutputs(result);
    }
    return new TracedResult<>(result, false);
  }

  /**
   * The stage itself is given back; the span ends before those stages run that the caller adds to
   * it.
   */
  private static void watch(CompletionStage<?> stage, LiveSpan span) {
    var unused =
        stage.whenComplete(
            (value, error) -> {
              if (error != null) {
                span.recordException(unwrapped(error));
              } else if (!span.hasOutputs()) {
                span.setOutputs(value);
              }
              span.end();
            });
  }

  private static Throwable unwrapped(Throwable error) {
    Throwable cause = error.getCause();
    return error instanceof CompletionException && cause != null ? cause : error;
  }

  private static <T> Stream<T> stream(
      Stream<T> stream,
      LiveSpan span,
      @Nullable Function<List<@Nullable Object>, @Nullable Object> reducer) {
    ChunkRecorder recorder = new ChunkRecorder(span, reducer);
    return StreamSupport.stream(
            new TracedSpliterator<>(stream.spliterator(), recorder), stream.isParallel())
        .onClose(
            () -> {
              try {
                stream.close();
              } finally {
                recorder.cancelled();
              }
            });
  }
}

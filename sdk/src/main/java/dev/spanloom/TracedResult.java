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
  static <R extends @Nullable Object> TracedResult<R> of(
      R result,
      LiveSpan span,
      @Nullable Function<List<@Nullable Object>, @Nullable Object> reducer) {
    if (span.record() == null) {
      return new TracedResult<>(result, false);
    }
    try {
      return watched(result, span, reducer);
    } catch (RuntimeException | LinkageError e) {
      Tracing.LOG.log(
          System.Logger.Level.DEBUG, "the result of a traced function cannot be watched", e);
      return outputNow(result, span);
    }
  }

  @SuppressWarnings("unchecked") // each branch gives back the type that it was given
  private static <R extends @Nullable Object> TracedResult<R> watched(
      R result,
      LiveSpan span,
      @Nullable Function<List<@Nullable Object>, @Nullable Object> reducer) {
    if (result instanceof CompletionStage<?> stage) {
      watch(stage, span);
      return new TracedResult<>(result, true);
    } else if (result instanceof Stream<?> stream && isOnly(result, Stream.class)) {
      return new TracedResult<>((R) stream(stream, span, reducer), true);
    } else if (result instanceof Iterator<?> iterator && isOnly(result, Iterator.class)) {
      return new TracedResult<>(
          (R) new TracedIterator<>(iterator, new ChunkRecorder(span, reducer)), true);
    } else if (result instanceof Flow.Publisher<?> publisher
        && isOnly(result, Flow.Publisher.class)) {
      return new TracedResult<>((R) new TracedPublisher<>(publisher, span, reducer), true);
    }
    return outputNow(result, span);
  }

  /**
   * False when the caller may know the object as more than the type, by a public class or a further
   * interface that no stand-in of ours has.
   */
  private static boolean isOnly(Object result, Class<?> type) {
    for (Class<?> c = result.getClass(); c != null && c != Object.class; c = c.getSuperclass()) {
      if (Modifier.isPublic(c.getModifiers())) {
        return false;
      }
      for (Class<?> implemented : c.getInterfaces()) {
        if (!implemented.isAssignableFrom(type) && Modifier.isPublic(implemented.getModifiers())) {
          return false;
        }
      }
    }
    return true;
  }

  private static <R extends @Nullable Object> TracedResult<R> outputNow(R result, LiveSpan span) {
    if (!span.hasOutputs()) {
      span.setOutputs(result);
    }
    return new TracedResult<>(result, false);
  }

  /**
   * The stage itself is given back, so that it can be cancelled and completed as ever; stages that
   * the caller adds may run before the span ends.
   */
  private static void watch(CompletionStage<?> stage, LiveSpan span) {
    var unused =
        stage.whenComplete(
            (value, error) -> {
              if (error != null) {
                span.escaping(unwrapped(error));
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

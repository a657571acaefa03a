package dev.spanloom;

import java.lang.reflect.Modifier;
import java.util.Iterator;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
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
  private static final boolean REACTOR = isReactorPresent();

  private static boolean isReactorPresent() {
    try {
      Class.forName("reactor.core.publisher.Flux", false, TracedResult.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /**
   * Ends the span of a call that returned, or keeps it open for what it returned, and makes the
   * span around it the current one again. Gives what the caller gets. Never throws.
   */
  static <R extends @Nullable Object> R end(R result, LiveSpan span, ResultRecording recording) {
    TracedResult<R> traced = of(result, span, recording);
    if (traced.isPending) {
      span.suspend();
    } else {
      span.end();
    }
    return traced.result;
  }

  private static <R extends @Nullable Object> TracedResult<R> of(
      R result, LiveSpan span, ResultRecording recording) {
    if (span.record() == null) {
      return new TracedResult<>(result, false);
    }
    try {
      return watched(result, span, recording);
    } catch (RuntimeException | LinkageError e) {
      Tracing.LOG.log(
          System.Logger.Level.DEBUG, "the result of a traced function cannot be watched", e);
      return outputNow(result, span, recording);
    }
  }

  @SuppressWarnings("unchecked") // each branch gives back the type that it was given
  private static <R extends @Nullable Object> TracedResult<R> watched(
      R result, LiveSpan span, ResultRecording recording) {
    if (result instanceof CompletionStage<?> stage) {
      watch(stage, span, recording);
      return new TracedResult<>(result, true);
    }
    if (result == null || !recording.mayReplaceResult()) {
      return outputNow(result, span, recording);
    }
    ChunkRecorder recorder = new ChunkRecorder(span, recording);
    if (result instanceof Stream<?> stream && isOnly(result, Stream.class)) {
      return new TracedResult<>((R) stream(stream, recorder), true);
    } else if (result instanceof Iterator<?> iterator && isOnly(result, Iterator.class)) {
      return new TracedResult<>((R) new TracedIterator<>(iterator, recorder), true);
    } else if (result instanceof Flow.Publisher<?> publisher
        && isOnly(result, Flow.Publisher.class)) {
      return new TracedResult<>((R) new TracedPublisher<>(publisher, recorder), true);
    } else if (REACTOR && TracedReactor.isReactive(result)) {
      return new TracedResult<>((R) TracedReactor.watched(result, recorder), true);
    }
    return outputNow(result, span, recording);
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

  private static <R extends @Nullable Object> TracedResult<R> outputNow(
      R result, LiveSpan span, ResultRecording recording) {
    recording.output(span, result);
    return new TracedResult<>(result, false);
  }

  /**
   * The stage itself is given back, so that it can be cancelled and completed as ever; stages that
   * the caller adds may run before the span ends.
   */
  private static void watch(CompletionStage<?> stage, LiveSpan span, ResultRecording recording) {
    var unused =
        stage.whenComplete(
            (value, error) -> {
              if (error != null) {
                span.escaping(unwrapped(error));
              } else {
                recording.output(span, value);
              }
              span.end();
            });
  }

  private static Throwable unwrapped(Throwable error) {
    Throwable cause = error.getCause();
    return error instanceof CompletionException && cause != null ? cause : error;
  }

  private static <T> Stream<T> stream(Stream<T> stream, ChunkRecorder recorder) {
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

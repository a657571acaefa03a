package dev.spanloom;

import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Reactor's {@code Mono} and {@code Flux}, recorded for their first subscriber; the span ends with
 * that subscription. Reactor's own context passes through. Touched only where Reactor is on the
 * class path.
 */
final class TracedReactor {
  private TracedReactor() {}

  static boolean isReactive(Object result) {
    return result instanceof Mono || result instanceof Flux;
  }

  /** The same as the result, and of the same kind; the items are recorded as they pass. */
  static Object watched(Object result, ChunkRecorder recorder) {
    AtomicBoolean subscribed = new AtomicBoolean();
    if (result instanceof Mono<?> mono) {
      return Mono.fromDirect(new Watched<>(mono, recorder, subscribed, true));
    } else if (result instanceof Flux<?> flux) {
      return Flux.from(new Watched<>(flux, recorder, subscribed, false));
    }
    return result;
  }

  /** Watches the first subscription; later ones pass by. */
  private record Watched<T>(
      Publisher<T> publisher, ChunkRecorder recorder, AtomicBoolean subscribed, boolean single)
      implements Publisher<T> {
    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
      if (!subscribed.compareAndSet(false, true)) {
        publisher.subscribe(subscriber);
        return;
      }
      try (var scope = recorder.span().makeCurrent()) {
        publisher.subscribe(new Watcher<>(subscriber, recorder, single));
      } catch (Throwable e) {
        recorder.failed(e);
        throw e;
      }
    }
  }

  /** Passes everything on, and notes it. */
  private record Watcher<T>(
      Subscriber<? super T> subscriber, ChunkRecorder recorder, boolean single)
      implements CoreSubscriber<T> {
    @Override
    public Context currentContext() {
      return subscriber instanceof CoreSubscriber<?> core ? core.currentContext() : Context.empty();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscriber.onSubscribe(
          new Subscription() {
            @Override
            public void request(long n) {
              try (var scope = recorder.span().makeCurrent()) {
                subscription.request(n);
              }
            }

            @Override
            public void cancel() {
              subscription.cancel();
              recorder.cancelled();
            }
          });
    }

    @Override
    public void onNext(T item) {
      if (single) {
        recorder.onlyItem(item);
      } else {
        recorder.item(item);
      }
      subscriber.onNext(item);
    }

    @Override
    public void onError(Throwable error) {
      recorder.failed(error);
      subscriber.onError(error);
    }

    @Override
    public void onComplete() {
      if (single) {
        recorder.onlyItem(null);
      }
      recorder.completed();
      subscriber.onComplete();
    }
  }
}

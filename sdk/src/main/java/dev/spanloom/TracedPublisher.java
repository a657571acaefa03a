package dev.spanloom;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A publisher whose items are recorded for its first subscriber; the span ends with that
 * subscription.
 */
final class TracedPublisher<T> implements Flow.Publisher<T> {
  private final Flow.Publisher<T> publisher;
  private final ChunkRecorder recorder;
  private final AtomicBoolean subscribed = new AtomicBoolean();

  TracedPublisher(Flow.Publisher<T> publisher, ChunkRecorder recorder) {
    this.publisher = publisher;
    this.recorder = recorder;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    if (!subscribed.compareAndSet(false, true)) {
      publisher.subscribe(subscriber);
      return;
    }
    try (var scope = recorder.span().makeCurrent()) {
      publisher.subscribe(new Watcher<>(subscriber, recorder));
    } catch (Throwable e) {
      recorder.failed(e);
      throw e;
    }
  }

  /** Passes everything on, and notes it. */
  private record Watcher<T>(Flow.Subscriber<? super T> subscriber, ChunkRecorder recorder)
      implements Flow.Subscriber<T> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscriber.onSubscribe(
          new Flow.Subscription() {
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
      recorder.item(item);
      subscriber.onNext(item);
    }

    @Override
    public void onError(Throwable error) {
      recorder.failed(error);
      subscriber.onError(error);
    }

    @Override
    public void onComplete() {
      recorder.completed();
      subscriber.onComplete();
    }
  }
}

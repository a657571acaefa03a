package dev.spanloom.autolog.bedrock;

import java.util.function.Consumer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Follows what passes to a subscriber. An error ends nothing here: the AWS SDK may ask again, and
 * says so when it does not.
 */
final class FollowedSubscriber<T> implements Subscriber<T> {
  private static final System.Logger LOG = System.getLogger(FollowedSubscriber.class.getName());

  private final Subscriber<? super T> subscriber;
  private final BedrockCall call;
  private final Consumer<T> recorder;
  private final Consumer<Runnable> where;

  /**
   * @param recorder is shown each item before the subscriber is
   * @param where runs what the subscriber does
   */
  FollowedSubscriber(
      Subscriber<? super T> subscriber,
      BedrockCall call,
      Consumer<T> recorder,
      Consumer<Runnable> where) {
    this.subscriber = subscriber;
    this.call = call;
    this.recorder = recorder;
    this.where = where;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    where.accept(
        () ->
            subscriber.onSubscribe(
                new Subscription() {
                  @Override
                  public void request(long count) {
                    subscription.request(count);
                  }

                  @Override
                  public void cancel() {
                    quietly(call::cancelled);
                    subscription.cancel();
                  }
                }));
  }

  @Override
  public void onNext(T item) {
    quietly(() -> recorder.accept(item));
    where.accept(() -> subscriber.onNext(item));
  }

  @Override
  public void onError(Throwable error) {
    where.accept(() -> subscriber.onError(error));
  }

  @Override
  public void onComplete() {
    quietly(call::streamEnded);
    where.accept(subscriber::onComplete);
  }

  private static void quietly(Runnable recording) {
    try {
      recording.run();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(System.Logger.Level.DEBUG, "a part of a stream is not recorded", e);
    }
  }
}

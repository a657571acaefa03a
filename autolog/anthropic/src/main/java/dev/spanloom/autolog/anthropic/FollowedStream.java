package dev.spanloom.autolog.anthropic;

import com.anthropic.core.http.AsyncStreamResponse;
import dev.spanloom.autolog.CallContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** An asynchronous stream whose handler runs where the program made the call. */
final class FollowedStream<T> implements AsyncStreamResponse<T> {
  private final AsyncStreamResponse<T> stream;
  private final CallContext context;

  FollowedStream(AsyncStreamResponse<T> stream, CallContext context) {
    this.stream = stream;
    this.context = context;
  }

  @Override
  public AsyncStreamResponse<T> subscribe(Handler<? super T> handler) {
    stream.subscribe(inContext(handler));
    return this;
  }

  @Override
  public AsyncStreamResponse<T> subscribe(Handler<? super T> handler, Executor executor) {
    stream.subscribe(inContext(handler), executor);
    return this;
  }

  private Handler<T> inContext(Handler<? super T> handler) {
    return new Handler<>() {
      @Override
      public void onNext(T value) {
        context.run(() -> handler.onNext(value));
      }

      @Override
      public void onComplete(Optional<Throwable> error) {
        context.run(() -> handler.onComplete(error));
      }
    };
  }

  @Override
  public CompletableFuture<Void> onCompleteFuture() {
    return stream.onCompleteFuture();
  }

  @Override
  public void close() {
    stream.close();
  }
}

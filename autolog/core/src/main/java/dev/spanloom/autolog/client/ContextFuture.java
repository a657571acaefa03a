package dev.spanloom.autolog.client;

import dev.spanloom.autolog.CallContext;
import java.util.concurrent.CompletableFuture;

/**
 * A library's future as the program gets it: what depends on it, and runs when it completes, runs
 * where the program made the call. Cancelling it, or failing it as a time limit does, does the same
 * to the library's.
 */
public final class ContextFuture<T> extends CompletableFuture<T> {
  private final CompletableFuture<T> original;

  private ContextFuture(CompletableFuture<T> original) {
    this.original = original;
  }

  /**
   * A future that completes as another one does.
   *
   * @param context where the program made the call
   */
  public static <T> CompletableFuture<T> of(CompletableFuture<T> original, CallContext context) {
    ContextFuture<T> future = new ContextFuture<>(original);
    var unused =
        original.whenComplete(
            (value, error) ->
                context.run(
                    () -> {
                      if (error == null) {
                        future.complete(value);
                      } else {
                        future.completeExceptionally(error);
                      }
                    }));
    return future;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    original.cancel(mayInterruptIfRunning);
    return super.cancel(mayInterruptIfRunning);
  }

  @Override
  public boolean completeExceptionally(Throwable error) {
    // no more than an echo when it comes from there
    original.completeExceptionally(error);
    return super.completeExceptionally(error);
  }
}

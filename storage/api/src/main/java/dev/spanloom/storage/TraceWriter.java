package dev.spanloom.storage;

import java.util.concurrent.CompletableFuture;

/**
 * Takes traces and spans in any order and any number of times: a span that comes again replaces
 * itself, an info is merged with what is known.
 */
public interface TraceWriter {
  /** Returns once everything that the result does not reject is durable. */
  WriteResult write(WriteBatch batch);

  /**
   * Begins to write and does not wait, for whoever has many to write for and few threads.
   *
   * @return what {@link #write} returns, once that is durable, or why it failed. What follows it
   *     must not wait for the store: it may be the store's own thread that comes there
   * @throws RuntimeException as {@link #write} does, when it does not even begin
   */
  default CompletableFuture<WriteResult> begin(WriteBatch batch) {
    return CompletableFuture.completedFuture(write(batch));
  }
}

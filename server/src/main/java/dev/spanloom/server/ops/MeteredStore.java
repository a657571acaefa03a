package dev.spanloom.server.ops;

import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceSearch;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.TraceWriter;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import dev.spanloom.storage.internal.ForwardingStore;
import java.util.concurrent.CompletableFuture;

/** A store whose writes and searches are measured. Thread-safe. */
final class MeteredStore extends ForwardingStore {
  private final TraceStore store;
  private final Metrics metrics;

  MeteredStore(TraceStore store, Metrics metrics) {
    super(store);
    this.store = store;
    this.metrics = metrics;
  }

  @Override
  public TraceWriter writer() {
    TraceWriter writer = store.writer();
    return new TraceWriter() {
      @Override
      public WriteResult write(WriteBatch batch) {
        return measured(batch, writer.write(batch));
      }

      @Override
      public CompletableFuture<WriteResult> begin(WriteBatch batch) {
        return writer.begin(batch).thenApply(result -> measured(batch, result));
      }
    };
  }

  private WriteResult measured(WriteBatch batch, WriteResult result) {
    metrics.written(batch.spans().size(), result.rejected().size());
    return result;
  }

  @Override
  public TraceSearch search() {
    TraceSearch search = store.search();
    return new TraceSearch() {
      @Override
      public TracePage search(TraceQuery query) {
        return metrics.searching(() -> search.search(query));
      }

      @Override
      public long count(TraceQuery query) {
        return metrics.searching(() -> search.count(query));
      }
    };
  }
}

package dev.spanloom.server.ops;

import dev.spanloom.storage.ArtifactStore;
import dev.spanloom.storage.AssessmentStore;
import dev.spanloom.storage.ExperimentStore;
import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TagStore;
import dev.spanloom.storage.TraceArchive;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.TraceMetrics;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceSearch;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.TraceWriter;

/** A store whose writes and searches are measured. Thread-safe. */
final class MeteredStore implements TraceStore {
  private final TraceStore store;
  private final Metrics metrics;

  MeteredStore(TraceStore store, Metrics metrics) {
    this.store = store;
    this.metrics = metrics;
  }

  @Override
  public TraceWriter writer() {
    TraceWriter writer = store.writer();
    return batch -> {
      var result = writer.write(batch);
      metrics.written(batch.spans().size(), result.rejected().size());
      return result;
    };
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

  @Override
  public String description() {
    return store.description();
  }

  @Override
  public TraceReader reader() {
    return store.reader();
  }

  @Override
  public AssessmentStore assessments() {
    return store.assessments();
  }

  @Override
  public TagStore tags() {
    return store.tags();
  }

  @Override
  public ExperimentStore experiments() {
    return store.experiments();
  }

  @Override
  public TraceDeletion deletion() {
    return store.deletion();
  }

  @Override
  public TraceMetrics metrics() {
    return store.metrics();
  }

  @Override
  public TraceArchive archive() {
    return store.archive();
  }

  @Override
  public ArtifactStore artifacts() {
    return store.artifacts();
  }

  @Override
  public StoreHealth health() {
    return store.health();
  }

  @Override
  public void close() {
    store.close();
  }
}

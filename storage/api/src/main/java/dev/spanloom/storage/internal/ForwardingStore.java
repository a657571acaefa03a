package dev.spanloom.storage.internal;

import dev.spanloom.storage.ArtifactStore;
import dev.spanloom.storage.AssessmentStore;
import dev.spanloom.storage.ExperimentStore;
import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TagStore;
import dev.spanloom.storage.TraceArchive;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.TraceMetrics;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceSearch;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.TraceWriter;

/**
 * Another store, of which a subclass changes some roles. Thread-safe when these are, and the store
 * is.
 */
public abstract class ForwardingStore implements TraceStore {
  private final TraceStore store;

  protected ForwardingStore(TraceStore store) {
    this.store = store;
  }

  @Override
  public String description() {
    return store.description();
  }

  @Override
  public TraceWriter writer() {
    return store.writer();
  }

  @Override
  public TraceReader reader() {
    return store.reader();
  }

  @Override
  public TraceSearch search() {
    return store.search();
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

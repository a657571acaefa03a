package dev.spanloom.storage.memory;

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

/** Keeps decoded traces in maps under one lock: slow, simple, and right. Thread-safe. */
public final class InMemoryTraceStore implements TraceStore {
  private final MemoryTraces traces = new MemoryTraces();
  private final Experiments experiments = new Experiments();

  @Override
  public String description() {
    return "memory";
  }

  @Override
  public TraceWriter writer() {
    return traces;
  }

  @Override
  public TraceReader reader() {
    return new MemoryReader(traces);
  }

  @Override
  public TraceSearch search() {
    return new MemorySearch(traces);
  }

  @Override
  public AssessmentStore assessments() {
    return new MemoryAssessments(traces);
  }

  @Override
  public TagStore tags() {
    return new MemoryTags(traces);
  }

  @Override
  public ExperimentStore experiments() {
    return experiments;
  }

  @Override
  public TraceDeletion deletion() {
    return new MemoryDeletion(traces);
  }

  @Override
  public TraceMetrics metrics() {
    return new MemoryMetrics(traces);
  }

  @Override
  public TraceArchive archive() {
    return new MemoryArchive(traces);
  }

  @Override
  public ArtifactStore artifacts() {
    return new MemoryArtifacts(traces);
  }

  @Override
  public StoreHealth health() {
    return new MemoryHealth(traces);
  }

  @Override
  public void close() {
    // nothing to let go of
  }
}

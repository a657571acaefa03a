package dev.spanloom.storage.memory;

import dev.spanloom.storage.AssessmentStore;
import dev.spanloom.storage.ExperimentStore;
import dev.spanloom.storage.TagStore;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceSearch;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.TraceWriter;

/**
 * Keeps traces in memory, for as long as it is open and as long as there is room: for tests, and as
 * the model that other engines are compared with. Simple rather than fast: everything happens
 * behind one lock, and a search looks at every trace. Thread-safe.
 */
public final class InMemoryTraceStore implements TraceStore {
  private final Memory memory = new Memory();

  @Override
  public TraceWriter writer() {
    return new MemoryWriter(memory);
  }

  @Override
  public TraceReader reader() {
    return new MemoryReader(memory);
  }

  @Override
  public TraceSearch search() {
    return new MemorySearch(memory);
  }

  @Override
  public AssessmentStore assessments() {
    return new MemoryAssessments(memory);
  }

  @Override
  public TagStore tags() {
    return new MemoryTags(memory);
  }

  @Override
  public ExperimentStore experiments() {
    return new MemoryExperiments(memory);
  }

  @Override
  public TraceDeletion deletion() {
    return new MemoryDeletion(memory);
  }

  @Override
  public void close() {
    memory.close();
  }
}

package dev.spanloom;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.destination.TraceDeletion;
import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A memory whose writes can fail or hang as a test likes. */
final class FakeDestination implements Destination {
  final InMemoryDestination memory = new InMemoryDestination();
  final AtomicInteger writes = new AtomicInteger();
  volatile Consumer<TraceBatch> beforeWrite = batch -> {};
  volatile boolean closed;

  @Override
  public String description() {
    return "fake";
  }

  @Override
  public void write(TraceBatch batch) {
    writes.incrementAndGet();
    beforeWrite.accept(batch);
    memory.write(batch);
  }

  @Override
  public Optional<TraceInfo> getTraceInfo(String traceId) {
    return memory.getTraceInfo(traceId);
  }

  @Override
  public Optional<Trace> getTrace(String traceId) {
    return memory.getTrace(traceId);
  }

  @Override
  public TracePage searchTraces(TraceSearch search) {
    return memory.searchTraces(search);
  }

  @Override
  public int deleteTraces(TraceDeletion deletion) {
    return memory.deleteTraces(deletion);
  }

  @Override
  public void setTraceTag(String traceId, String key, String value) {
    memory.setTraceTag(traceId, key, value);
  }

  @Override
  public void deleteTraceTag(String traceId, String key) {
    memory.deleteTraceTag(traceId, key);
  }

  @Override
  public Assessment createAssessment(Assessment assessment) {
    return memory.createAssessment(assessment);
  }

  @Override
  public Assessment getAssessment(String traceId, String assessmentId) {
    return memory.getAssessment(traceId, assessmentId);
  }

  @Override
  public Assessment updateAssessment(Assessment assessment) {
    return memory.updateAssessment(assessment);
  }

  @Override
  public void deleteAssessment(String traceId, String assessmentId) {
    memory.deleteAssessment(traceId, assessmentId);
  }

  @Override
  public Experiment getOrCreateExperiment(String name) {
    return memory.getOrCreateExperiment(name);
  }

  @Override
  public Optional<Experiment> getExperiment(String experimentId) {
    return memory.getExperiment(experimentId);
  }

  @Override
  public void close() {
    closed = true;
  }
}

package dev.spanloom.testing;

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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A memory that notes which traces somebody looked at. Thread-safe. */
final class WatchedDestination implements Destination {
  private static final int CAPACITY = 100_000;

  private final InMemoryDestination memory = new InMemoryDestination(CAPACITY);
  private final Set<String> read = ConcurrentHashMap.newKeySet();

  List<Trace> traces() {
    List<Trace> all = memory.traces();
    all.forEach(trace -> read.add(trace.info().traceId()));
    return all;
  }

  List<Trace> unread() {
    return memory.traces().stream()
        .filter(trace -> !read.contains(trace.info().traceId()))
        .toList();
  }

  @Override
  public String description() {
    return memory.description();
  }

  @Override
  public void write(TraceBatch batch) {
    memory.write(batch);
  }

  @Override
  public Optional<TraceInfo> getTraceInfo(String traceId) {
    read.add(traceId);
    return memory.getTraceInfo(traceId);
  }

  @Override
  public Optional<Trace> getTrace(String traceId) {
    read.add(traceId);
    return memory.getTrace(traceId);
  }

  @Override
  public TracePage searchTraces(TraceSearch search) {
    TracePage page = memory.searchTraces(search);
    page.traces().forEach(trace -> read.add(trace.info().traceId()));
    return page;
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
    memory.close();
  }
}

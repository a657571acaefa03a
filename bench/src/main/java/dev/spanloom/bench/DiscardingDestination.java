package dev.spanloom.bench;

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

/**
 * Takes spans and forgets them, as the exporter does that the OpenTelemetry SDK is measured with.
 */
final class DiscardingDestination implements Destination {
  private final InMemoryDestination rest = new InMemoryDestination(1);

  @Override
  public String description() {
    return "nowhere";
  }

  @Override
  public void write(TraceBatch batch) {
    // forgotten
  }

  @Override
  public Optional<TraceInfo> getTraceInfo(String traceId) {
    return Optional.empty();
  }

  @Override
  public Optional<Trace> getTrace(String traceId) {
    return Optional.empty();
  }

  @Override
  public TracePage searchTraces(TraceSearch search) {
    return rest.searchTraces(search);
  }

  @Override
  public int deleteTraces(TraceDeletion deletion) {
    return 0;
  }

  @Override
  public void setTraceTag(String traceId, String key, String value) {
    rest.setTraceTag(traceId, key, value);
  }

  @Override
  public void deleteTraceTag(String traceId, String key) {
    rest.deleteTraceTag(traceId, key);
  }

  @Override
  public Assessment createAssessment(Assessment assessment) {
    return rest.createAssessment(assessment);
  }

  @Override
  public Assessment getAssessment(String traceId, String assessmentId) {
    return rest.getAssessment(traceId, assessmentId);
  }

  @Override
  public Assessment updateAssessment(Assessment assessment) {
    return rest.updateAssessment(assessment);
  }

  @Override
  public void deleteAssessment(String traceId, String assessmentId) {
    rest.deleteAssessment(traceId, assessmentId);
  }

  @Override
  public Experiment getOrCreateExperiment(String name) {
    return rest.getOrCreateExperiment(name);
  }

  @Override
  public Optional<Experiment> getExperiment(String experimentId) {
    return rest.getExperiment(experimentId);
  }

  @Override
  public void close() {
    rest.close();
  }
}

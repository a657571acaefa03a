package dev.spanloom.destination;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Hands everything on to another destination. A base for one that does a few things differently:
 * that counts, filters, or fails as a test likes. As thread-safe as the other destination; owns it.
 *
 * <pre>{@code
 * final class CountingDestination extends ForwardingDestination {
 *   final AtomicInteger writes = new AtomicInteger();
 *
 *   CountingDestination(Destination target) {
 *     super(target);
 *   }
 *
 *   @Override
 *   public void write(TraceBatch batch) {
 *     writes.incrementAndGet();
 *     super.write(batch);
 *   }
 * }
 * }</pre>
 */
public abstract class ForwardingDestination implements Destination {
  private final Destination target;

  protected ForwardingDestination(Destination target) {
    this.target = Objects.requireNonNull(target, "target");
  }

  @Override
  public String description() {
    return target.description();
  }

  @Override
  public void write(TraceBatch batch) {
    target.write(batch);
  }

  @Override
  public Set<String> unsettledTraces() {
    return target.unsettledTraces();
  }

  @Override
  public boolean storesAttachments() {
    return target.storesAttachments();
  }

  @Override
  public void writeAttachment(TraceAttachment attachment) {
    target.writeAttachment(attachment);
  }

  @Override
  public Optional<byte[]> readAttachment(String traceId, String attachmentId) {
    return target.readAttachment(traceId, attachmentId);
  }

  @Override
  public Optional<TraceInfo> getTraceInfo(String traceId) {
    return target.getTraceInfo(traceId);
  }

  @Override
  public Optional<Trace> getTrace(String traceId) {
    return target.getTrace(traceId);
  }

  @Override
  public TracePage searchTraces(TraceSearch search) {
    return target.searchTraces(search);
  }

  @Override
  public int deleteTraces(TraceDeletion deletion) {
    return target.deleteTraces(deletion);
  }

  @Override
  public void setTraceTag(String traceId, String key, String value) {
    target.setTraceTag(traceId, key, value);
  }

  @Override
  public void deleteTraceTag(String traceId, String key) {
    target.deleteTraceTag(traceId, key);
  }

  @Override
  public Assessment createAssessment(Assessment assessment) {
    return target.createAssessment(assessment);
  }

  @Override
  public Assessment getAssessment(String traceId, String assessmentId) {
    return target.getAssessment(traceId, assessmentId);
  }

  @Override
  public Assessment updateAssessment(Assessment assessment) {
    return target.updateAssessment(assessment);
  }

  @Override
  public void deleteAssessment(String traceId, String assessmentId) {
    target.deleteAssessment(traceId, assessmentId);
  }

  @Override
  public Experiment getOrCreateExperiment(String name) {
    return target.getOrCreateExperiment(name);
  }

  @Override
  public Optional<Experiment> getExperiment(String experimentId) {
    return target.getExperiment(experimentId);
  }

  @Override
  public void close() {
    target.close();
  }
}

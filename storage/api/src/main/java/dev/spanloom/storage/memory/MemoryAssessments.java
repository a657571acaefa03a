package dev.spanloom.storage.memory;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.internal.rules.AssessmentRules;
import dev.spanloom.storage.AssessmentStore;
import java.util.List;
import java.util.function.UnaryOperator;

/** The assessments of all traces. Thread-safe. */
final class MemoryAssessments implements AssessmentStore {
  private final MemoryTraces traces;

  MemoryAssessments(MemoryTraces traces) {
    this.traces = traces;
  }

  @Override
  public Assessment create(Assessment assessment) {
    String traceId = String.valueOf(assessment.traceId());
    Assessment stored = AssessmentRules.identified(assessment, traceId);
    change(traceId, all -> AssessmentRules.create(all, traceId, stored));
    return stored;
  }

  @Override
  public Assessment get(String traceId, String assessmentId) {
    return traces.locked(
        () ->
            AssessmentRules.find(traces.get(traceId).said().assessments(), traceId, assessmentId));
  }

  @Override
  public Assessment update(Assessment assessment) {
    String traceId = String.valueOf(assessment.traceId());
    return traces.locked(
        () -> {
          change(traceId, all -> AssessmentRules.update(all, traceId, assessment));
          return get(traceId, String.valueOf(assessment.assessmentId()));
        });
  }

  @Override
  public Assessment setValid(String traceId, String assessmentId, boolean valid) {
    return traces.locked(
        () -> {
          change(traceId, all -> AssessmentRules.setValid(all, traceId, assessmentId, valid));
          return get(traceId, assessmentId);
        });
  }

  @Override
  public void delete(String traceId, String assessmentId) {
    change(traceId, all -> AssessmentRules.delete(all, assessmentId));
  }

  private void change(String traceId, UnaryOperator<List<Assessment>> change) {
    traces.change(
        traceId, said -> said.toBuilder().assessments(change.apply(said.assessments())).build());
  }
}

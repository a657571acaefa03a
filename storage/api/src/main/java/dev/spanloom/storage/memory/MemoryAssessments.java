package dev.spanloom.storage.memory;

import dev.spanloom.entities.Assessment;
import dev.spanloom.storage.AssessmentChange;
import dev.spanloom.storage.AssessmentStore;
import dev.spanloom.storage.internal.AssessmentRules;
import java.util.Objects;

final class MemoryAssessments implements AssessmentStore {
  private final Memory memory;

  MemoryAssessments(Memory memory) {
    this.memory = memory;
  }

  @Override
  public Assessment create(String traceId, Assessment assessment) {
    Assessment created = AssessmentRules.created(traceId, assessment);
    return memory.alone(
        contents -> {
          StoredTrace trace = contents.requireTrace(traceId);
          String id = AssessmentRules.idOf(created);
          if (trace.assessment(id).isPresent()) {
            throw AssessmentRules.exists(traceId, id);
          }
          if (created.overrides() != null) {
            Assessment overridden = trace.requireAssessment(created.overrides());
            trace.put(AssessmentRules.withValid(overridden, false));
          }
          trace.put(created);
          return created;
        });
  }

  @Override
  public Assessment get(String traceId, String assessmentId) {
    return memory.alone(contents -> contents.requireTrace(traceId).requireAssessment(assessmentId));
  }

  @Override
  public Assessment update(String traceId, String assessmentId, AssessmentChange change) {
    return memory.alone(
        contents -> {
          StoredTrace trace = contents.requireTrace(traceId);
          Assessment changed =
              AssessmentRules.changed(
                  trace.requireAssessment(assessmentId), change, System.currentTimeMillis());
          trace.put(changed);
          return changed;
        });
  }

  @Override
  public void delete(String traceId, String assessmentId) {
    memory.alone(
        contents -> {
          StoredTrace trace = contents.requireTrace(traceId);
          trace
              .assessment(assessmentId)
              .ifPresent(
                  assessment -> {
                    trace.remove(assessment);
                    revive(trace, assessment);
                  });
          return trace;
        });
  }

  private static void revive(StoredTrace trace, Assessment deleted) {
    String overridden = deleted.overrides();
    if (overridden != null
        && trace.said.assessments().stream()
            .noneMatch(other -> Objects.equals(other.overrides(), overridden))) {
      trace
          .assessment(overridden)
          .ifPresent(old -> trace.put(AssessmentRules.withValid(old, true)));
    }
  }
}

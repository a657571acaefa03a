package dev.spanloom.storage.sql.store;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.rules.AssessmentRules;
import dev.spanloom.storage.AssessmentStore;
import dev.spanloom.storage.sql.internal.write.StoredChange;
import java.util.List;
import java.util.function.UnaryOperator;

/** Assessments of stored traces. Thread-safe. */
public final class SqlAssessments implements AssessmentStore {
  private final StoredChange changes;

  SqlAssessments(StoredChange changes) {
    this.changes = changes;
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
    return AssessmentRules.find(changes.said(traceId).assessments(), traceId, assessmentId);
  }

  @Override
  public Assessment update(Assessment assessment) {
    String traceId = String.valueOf(assessment.traceId());
    TraceInfo said = change(traceId, all -> AssessmentRules.update(all, traceId, assessment));
    return AssessmentRules.find(
        said.assessments(), traceId, String.valueOf(assessment.assessmentId()));
  }

  @Override
  public Assessment setValid(String traceId, String assessmentId, boolean valid) {
    TraceInfo said =
        change(traceId, all -> AssessmentRules.setValid(all, traceId, assessmentId, valid));
    return AssessmentRules.find(said.assessments(), traceId, assessmentId);
  }

  @Override
  public void delete(String traceId, String assessmentId) {
    change(traceId, all -> AssessmentRules.delete(all, assessmentId));
  }

  private TraceInfo change(String traceId, UnaryOperator<List<Assessment>> change) {
    return changes.change(
        traceId, said -> said.toBuilder().assessments(change.apply(said.assessments())).build());
  }
}

package dev.spanloom.storage;

import dev.spanloom.entities.Assessment;

/** Assessments of stored traces. Missing traces and assessments are RESOURCE_DOES_NOT_EXIST. */
public interface AssessmentStore {
  /** Stores an assessment and returns it with its id; the one that it overrides becomes invalid. */
  Assessment create(Assessment assessment);

  Assessment get(String traceId, String assessmentId);

  /** Replaces one of the same id and kind; metadata is added to what was there. */
  Assessment update(Assessment assessment);

  /** Says whether one counts, which overriding it does by itself. */
  Assessment setValid(String traceId, String assessmentId, boolean valid);

  /** Deletes one, if it is there; what it overrode is valid again. */
  void delete(String traceId, String assessmentId);
}

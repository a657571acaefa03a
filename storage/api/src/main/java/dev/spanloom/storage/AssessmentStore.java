package dev.spanloom.storage;

import dev.spanloom.entities.Assessment;

/**
 * Feedback and expectations of stored traces. Thread-safe. An assessment that names another in
 * {@code overrides} makes it invalid for as long as it exists itself.
 *
 * <p>Every method throws {@link dev.spanloom.entities.MlflowException} with RESOURCE_DOES_NOT_EXIST
 * when there is no such trace.
 */
public interface AssessmentStore {
  /**
   * Stores an assessment of a trace.
   *
   * @param assessment its trace id is ignored; without an id it is given one; it becomes valid
   * @return what was stored
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST when it overrides an
   *     assessment that the trace does not have, RESOURCE_ALREADY_EXISTS when the trace has one of
   *     this id
   */
  Assessment create(String traceId, Assessment assessment);

  /**
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST when the trace has
   *     no such assessment
   */
  Assessment get(String traceId, String assessmentId);

  /**
   * Changes what the change names and leaves the rest; the time of the last update always grows.
   *
   * @return what is stored now
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST when the trace has
   *     no such assessment, INVALID_PARAMETER_VALUE when the change is for another kind
   */
  Assessment update(String traceId, String assessmentId, AssessmentChange change);

  /**
   * Removes an assessment, if it is there. What it overrode is valid again unless another one still
   * overrides it.
   */
  void delete(String traceId, String assessmentId);
}

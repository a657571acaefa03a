package dev.spanloom.entities.internal.rules;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What creating, updating and deleting does to the assessments of one trace. Lists are not changed
 * but made anew.
 */
public final class AssessmentRules {
  private AssessmentRules() {}

  public static String newId() {
    return "a-" + UUID.randomUUID().toString().replace("-", "");
  }

  /** The assessment with an id and its trace; those it has stay. */
  public static Assessment identified(Assessment assessment, String traceId) {
    return assessment.toBuilder()
        .traceId(traceId)
        .assessmentId(assessment.assessmentId() == null ? newId() : assessment.assessmentId())
        .build();
  }

  /**
   * The assessment of an id.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when there is none
   */
  public static Assessment find(List<Assessment> all, String traceId, String assessmentId) {
    return lookUp(all, assessmentId)
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "Assessment with ID '"
                        + assessmentId
                        + "' not found for trace '"
                        + traceId
                        + "'"));
  }

  /** Adds an assessment; the one that it overrides becomes invalid. */
  public static List<Assessment> create(List<Assessment> all, String traceId, Assessment stored) {
    String id = String.valueOf(stored.assessmentId());
    if (lookUp(all, id).isPresent()) {
      throw new MlflowException(
          ErrorCode.RESOURCE_ALREADY_EXISTS,
          "assessment " + id + " exists already on trace " + traceId);
    }
    List<Assessment> result = new ArrayList<>(all);
    String overridden = stored.overrides();
    if (overridden != null) {
      replace(result, find(all, traceId, overridden).toBuilder().valid(false).build());
    }
    result.add(stored);
    return result;
  }

  /**
   * Replaces one by another of the same id: source, span, validity and creation stay, metadata is
   * added.
   */
  public static List<Assessment> update(List<Assessment> all, String traceId, Assessment changed) {
    Assessment old = find(all, traceId, String.valueOf(changed.assessmentId()));
    if (!old.kind().equals(changed.kind())) {
      throw MlflowException.invalidParameter(
          "assessment "
              + old.assessmentId()
              + " is "
              + old.kind()
              + " and cannot become "
              + changed.kind());
    }
    Map<String, String> metadata = new LinkedHashMap<>(old.metadata());
    metadata.putAll(changed.metadata());
    List<Assessment> result = new ArrayList<>(all);
    replace(
        result,
        changed.toBuilder()
            .traceId(traceId)
            .spanId(old.spanId())
            .source(old.source())
            .overrides(old.overrides())
            .valid(old.valid())
            .rationale(changed.rationale() == null ? old.rationale() : changed.rationale())
            .metadata(metadata)
            .createTimeUnixMillis(old.createTimeUnixMillis())
            .lastUpdateTimeUnixMillis(
                Math.max(System.currentTimeMillis(), old.lastUpdateTimeUnixMillis() + 1))
            .build());
    return result;
  }

  /** Says of one whether it counts. */
  public static List<Assessment> setValid(
      List<Assessment> all, String traceId, String assessmentId, boolean valid) {
    Assessment old = find(all, traceId, assessmentId);
    List<Assessment> result = new ArrayList<>(all);
    replace(
        result,
        old.toBuilder()
            .valid(valid)
            .lastUpdateTimeUnixMillis(
                Math.max(System.currentTimeMillis(), old.lastUpdateTimeUnixMillis() + 1))
            .build());
    return result;
  }

  /**
   * Takes one away, if it is there; what it overrode is valid again unless another still overrides
   * it.
   */
  public static List<Assessment> delete(List<Assessment> all, String assessmentId) {
    Optional<Assessment> doomed = lookUp(all, assessmentId);
    if (doomed.isEmpty()) {
      return all;
    }
    List<Assessment> result = new ArrayList<>(all);
    result.remove(doomed.get());
    String overridden = doomed.get().overrides();
    if (overridden != null
        && result.stream().noneMatch(other -> overridden.equals(other.overrides()))) {
      lookUp(result, overridden)
          .ifPresent(old -> replace(result, old.toBuilder().valid(true).build()));
    }
    return result;
  }

  private static Optional<Assessment> lookUp(List<Assessment> all, String assessmentId) {
    return all.stream()
        .filter(assessment -> assessmentId.equals(assessment.assessmentId()))
        .findFirst();
  }

  private static void replace(List<Assessment> all, Assessment changed) {
    all.replaceAll(
        old -> String.valueOf(old.assessmentId()).equals(changed.assessmentId()) ? changed : old);
  }
}

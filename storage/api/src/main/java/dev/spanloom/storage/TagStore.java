package dev.spanloom.storage;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tags of stored traces. A missing trace is RESOURCE_DOES_NOT_EXIST. */
public interface TagStore {
  /**
   * Sets a tag; a value of more than 8,000 characters is cut. One that is the store's own is
   * INVALID_PARAMETER_VALUE, here and in {@link #delete}.
   */
  void set(String traceId, String key, String value);

  /** Deletes a tag; a missing one is RESOURCE_DOES_NOT_EXIST. */
  void delete(String traceId, String key);

  /**
   * Sets and deletes tags of many traces, many of them in one durable change each. Traces that do
   * not exist are left out, tags to delete that a trace has not are none of its.
   *
   * @return how many traces there were
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for a key that
   *     cannot be set or deleted, before anything is changed
   */
  int change(List<String> traceIds, Map<String, String> set, Set<String> delete);
}

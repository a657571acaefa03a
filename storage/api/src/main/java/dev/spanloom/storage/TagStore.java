package dev.spanloom.storage;

/** Tags of stored traces. A missing trace is RESOURCE_DOES_NOT_EXIST. */
public interface TagStore {
  /**
   * Sets a tag; a value of more than 8,000 characters is cut. One that is the store's own is
   * INVALID_PARAMETER_VALUE, here and in {@link #delete}.
   */
  void set(String traceId, String key, String value);

  /** Deletes a tag; a missing one is RESOURCE_DOES_NOT_EXIST. */
  void delete(String traceId, String key);
}

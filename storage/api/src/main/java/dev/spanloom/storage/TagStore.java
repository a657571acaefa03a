package dev.spanloom.storage;

/** The tags of stored traces. Thread-safe. Counterpart of MLflow's {@code set_trace_tag}. */
public interface TagStore {
  /**
   * Sets or replaces a tag.
   *
   * @param key at most 250 characters: letters, digits, {@code _ - . : /} and spaces, and not like
   *     a path that has a shorter spelling
   * @param value cut after 8000 characters
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST when there is no
   *     such trace, INVALID_PARAMETER_VALUE for a wrong key or one that only a store may set
   */
  void set(String traceId, String key, String value);

  /**
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST when there is no
   *     such trace or it has no such tag
   */
  void delete(String traceId, String key);
}

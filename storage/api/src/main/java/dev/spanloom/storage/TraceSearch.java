package dev.spanloom.storage;

/** Finds traces. */
public interface TraceSearch {
  /**
   * One page of what a query finds.
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for a page token of
   *     something else
   */
  TracePage search(TraceQuery query);
}

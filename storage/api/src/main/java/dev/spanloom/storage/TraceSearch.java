package dev.spanloom.storage;

/** Finds traces. */
public interface TraceSearch {
  /**
   * One page of what a query finds.
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for a page token of
   *     something else, and for an order by a field that has none
   */
  TracePage search(TraceQuery query);

  /** How many traces a query finds on all pages; its order and page are not looked at. */
  long count(TraceQuery query);
}

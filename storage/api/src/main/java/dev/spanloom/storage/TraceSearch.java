package dev.spanloom.storage;

/** Finds traces. Thread-safe. Never reads the payload of spans. */
public interface TraceSearch {
  /**
   * One page of the traces that a query describes.
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE when the page token
   *     is not from this search
   */
  TracePage search(TraceQuery query);
}

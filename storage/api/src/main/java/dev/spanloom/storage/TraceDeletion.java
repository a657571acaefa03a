package dev.spanloom.storage;

/** Removes traces with all that belongs to them. Thread-safe. */
public interface TraceDeletion {
  /**
   * @return how many traces were removed
   */
  int delete(TraceSelection selection);
}

package dev.spanloom.storage.transfer;

import java.util.List;

/**
 * What an import took, and what it did not.
 *
 * @param traces that something was taken of; one that comes in several pieces counts once
 * @param spans taken
 * @param assessments taken with their traces
 * @param experiments that were named, or that traces were put into
 * @param skippedCount how many things were not taken
 * @param skipped the first {@link #MAX_SKIPPED} of them
 */
public record ImportReport(
    long traces,
    long spans,
    long assessments,
    long experiments,
    long skippedCount,
    List<Skipped> skipped) {
  /** So many reasons are kept. */
  public static final int MAX_SKIPPED = 1000;

  public ImportReport {
    skipped = List.copyOf(skipped);
  }

  /** Whether everything was taken. */
  public boolean isComplete() {
    return skippedCount == 0;
  }

  /**
   * Something that was not taken.
   *
   * @param where the place: the file and the line, the element, the trace
   * @param reason what it is and why it was not taken, for a person
   */
  public record Skipped(String where, String reason) {
    @Override
    public String toString() {
      return where + ": " + reason;
    }
  }
}

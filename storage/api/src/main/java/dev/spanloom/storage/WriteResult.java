package dev.spanloom.storage;

import java.util.List;

/**
 * What became of a batch.
 *
 * @param rejected the spans that could not be read; all others are durable
 */
public record WriteResult(List<RejectedSpan> rejected) {
  public static final WriteResult ALL_TAKEN = new WriteResult(List.of());

  public WriteResult {
    rejected = List.copyOf(rejected);
  }

  /**
   * A span that could not be read.
   *
   * @param index its place in the batch
   * @param reason for a person
   */
  public record RejectedSpan(int index, String reason) {}
}

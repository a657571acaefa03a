package dev.spanloom.storage;

import java.util.List;

/**
 * What became of a batch.
 *
 * @param rejected the spans that could not be read; all others are durable
 * @param rejectedInfos the infos that no store takes; all others are durable
 */
public record WriteResult(List<RejectedSpan> rejected, List<RejectedInfo> rejectedInfos) {
  public static final WriteResult ALL_TAKEN = new WriteResult(List.of());

  public WriteResult {
    rejected = List.copyOf(rejected);
    rejectedInfos = List.copyOf(rejectedInfos);
  }

  public WriteResult(List<RejectedSpan> rejected) {
    this(rejected, List.of());
  }

  /**
   * A span that could not be read.
   *
   * @param index its place in the batch
   * @param reason for a person
   */
  public record RejectedSpan(int index, String reason) {}

  /**
   * An info with a key or an id that no store takes.
   *
   * @param index its place in the batch
   * @param reason for a person
   */
  public record RejectedInfo(int index, String reason) {}
}

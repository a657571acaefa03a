package dev.spanloom.storage;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import java.util.List;
import java.util.Objects;

/**
 * What a write left out; everything else of the batch is stored.
 *
 * @param rejectedInfos infos that were left out
 * @param rejectedSpans spans that were left out
 */
public record WriteResult(List<Rejection> rejectedInfos, List<Rejection> rejectedSpans) {
  public static final WriteResult COMPLETE = new WriteResult(List.of(), List.of());

  public WriteResult {
    rejectedInfos = List.copyOf(rejectedInfos);
    rejectedSpans = List.copyOf(rejectedSpans);
  }

  /**
   * One thing that was left out.
   *
   * @param index its place in the list of the batch
   * @param errorCode the kind of error
   * @param reason what is wrong with it and what was expected
   */
  public record Rejection(int index, ErrorCode errorCode, String reason) {
    public Rejection {
      Objects.requireNonNull(errorCode, "errorCode");
      Objects.requireNonNull(reason, "reason");
    }
  }

  public boolean isComplete() {
    return rejectedInfos.isEmpty() && rejectedSpans.isEmpty();
  }

  /**
   * For callers whose batch is one thing.
   *
   * @throws MlflowException with the first rejection, if there is one
   */
  public void orThrow() {
    for (List<Rejection> rejections : List.of(rejectedInfos, rejectedSpans)) {
      for (Rejection rejection : rejections) {
        throw new MlflowException(rejection.errorCode(), rejection.reason());
      }
    }
  }
}

package dev.spanloom.storage;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.query.ExperimentFilter;
import dev.spanloom.query.ExperimentOrder;
import org.jspecify.annotations.Nullable;

/**
 * Which experiments are wanted. Immutable.
 *
 * @param view active ones, deleted ones, or both
 * @param filter true of them
 * @param order in this order
 * @param maxResults on one page, 1 to 50,000
 * @param pageToken null for the first page
 */
public record ExperimentQuery(
    View view,
    ExperimentFilter filter,
    ExperimentOrder order,
    int maxResults,
    @Nullable String pageToken) {
  public static final int LARGEST_MAX_RESULTS = 50_000;

  /** Which stages of life are shown. Counterpart of {@code mlflow.entities.ViewType}. */
  public enum View {
    ACTIVE_ONLY,
    DELETED_ONLY,
    ALL
  }

  public ExperimentQuery {
    if (maxResults < 1 || maxResults > LARGEST_MAX_RESULTS) {
      throw MlflowException.invalidParameter(
          "max_results: " + maxResults + " (expected: 1 to " + LARGEST_MAX_RESULTS + ")");
    }
  }
}

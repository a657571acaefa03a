package dev.spanloom.storage.internal;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.ExperimentPage;
import dev.spanloom.storage.ExperimentQuery;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds experiments among all. A page starts behind the last experiment of the one before. */
public final class ExperimentSearch {
  private ExperimentSearch() {}

  public static ExperimentPage page(List<Experiment> all, ExperimentQuery query) {
    Comparator<Experiment> order = query.order().comparator();
    Experiment last = last(all, query.pageToken());
    List<Experiment> found =
        all.stream()
            .filter(experiment -> isShown(experiment, query.view()))
            .filter(query.filter()::matches)
            .filter(experiment -> last == null || order.compare(experiment, last) > 0)
            .sorted(order)
            .limit(query.maxResults() + 1L)
            .toList();
    if (found.size() <= query.maxResults()) {
      return new ExperimentPage(found, null);
    }
    List<Experiment> page = found.subList(0, query.maxResults());
    return new ExperimentPage(page, token(page.get(page.size() - 1)));
  }

  private static boolean isShown(Experiment experiment, ExperimentQuery.View view) {
    return switch (view) {
      case ACTIVE_ONLY -> experiment.isActive();
      case DELETED_ONLY -> !experiment.isActive();
      case ALL -> true;
    };
  }

  private static String token(Experiment last) {
    byte[] id = last.experimentId().getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  private static @Nullable Experiment last(List<Experiment> all, @Nullable String token) {
    if (token == null) {
      return null;
    }
    return all.stream()
        .filter(experiment -> token(experiment).equals(token))
        .findFirst()
        .orElseThrow(
            () ->
                MlflowException.invalidParameter(
                    "page token: \""
                        + token
                        + "\" (expected: the token of a page of the same search)"));
  }
}

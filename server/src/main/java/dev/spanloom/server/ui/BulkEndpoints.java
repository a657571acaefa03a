package dev.spanloom.server.ui;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes of many traces: those that are marked in the table, or all of a scope. */
final class BulkEndpoints {
  static final int MOST_IDS = 10_000;
  private static final int PAGE = 1_000;

  private final TraceStore store;

  BulkEndpoints(TraceStore store) {
    this.store = store;
  }

  void addTo(UiApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, "/traces/delete", this::delete);
    endpoints.add(HttpMethod.POST, "/traces/tags", this::tag);
  }

  /** The ids that a request names; null when it has a scope instead. */
  static @Nullable List<String> ids(RestRequest request) {
    if (request.get("trace_ids") == null) {
      return null;
    }
    List<String> ids = request.texts("trace_ids");
    if (ids.size() > MOST_IDS) {
      throw RestRequest.wrong("trace_ids", ids.size() + " ids", "at most " + MOST_IDS);
    }
    if (Scope.isNarrowed(request)) {
      throw MlflowException.invalidParameter(
          "trace_ids together with filter, from_ms or to_ms (expected: the one or the others)");
    }
    return ids;
  }

  private Object delete(RestRequest request) {
    List<String> experimentIds = request.requiredTexts("experiment_ids");
    List<String> ids = ids(request);
    int deleted = 0;
    if (ids != null) {
      for (String experimentId : experimentIds) {
        deleted += store.deletion().deleteByIds(experimentId, ids);
      }
    } else if (Scope.isNarrowed(request)) {
      deleted = store.deletion().deleteMatching(Scope.of(request).query().build(), Progress.NONE);
    } else {
      throw MlflowException.invalidParameter(
          "neither trace_ids nor filter, from_ms or to_ms (expected: what to delete; an empty"
              + " filter for all)");
    }
    return Map.of("deleted", deleted);
  }

  private Object tag(RestRequest request) {
    Map<String, String> set = request.pairs("set");
    Set<String> remove = Set.copyOf(request.texts("remove"));
    if (set.isEmpty() && remove.isEmpty()) {
      throw MlflowException.invalidParameter(
          "neither set nor remove (expected: tags to set, keys to remove)");
    }
    for (String key : set.keySet()) {
      if (remove.contains(key)) {
        throw RestRequest.wrong("remove", key, "a key that is not set at the same time");
      }
    }
    List<String> ids = ids(request);
    return Map.of(
        "tagged", store.tags().change(ids == null ? found(Scope.of(request)) : ids, set, remove));
  }

  /** All of them before the first is changed: the filter may look at what is changed. */
  private List<String> found(Scope scope) {
    List<String> ids = new ArrayList<>();
    String token = null;
    do {
      TracePage page =
          store.search().search(scope.query().maxResults(PAGE).pageToken(token).build());
      page.infos().stream().map(TraceInfo::traceId).forEach(ids::add);
      token = page.nextPageToken();
    } while (token != null);
    return ids;
  }
}

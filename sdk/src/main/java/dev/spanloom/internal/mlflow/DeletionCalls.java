package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.TraceDeletion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deletes traces of an experiment. Thread-safe. */
public final class DeletionCalls {
  private final MlflowApi api;
  private final HttpSettings settings;

  public DeletionCalls(MlflowApi api, HttpSettings settings) {
    this.api = api;
    this.settings = settings;
  }

  /**
   * Deletes traces, and returns how many.
   *
   * @param ids those of the deletion as the server has them
   */
  public int delete(TraceDeletion deletion, List<String> ids) {
    if (ids.isEmpty()) {
      Map<String, @Nullable Object> body = new LinkedHashMap<>();
      body.put("experiment_id", deletion.experimentId());
      body.put("max_timestamp_millis", deletion.maxTimestampMillis());
      if (deletion.maxTraces() != null) {
        body.put("max_traces", deletion.maxTraces());
      }
      return delete(body);
    }
    int deleted = 0;
    for (int from = 0; from < ids.size(); from += settings.deleteBatch()) {
      Map<String, @Nullable Object> body = new LinkedHashMap<>();
      body.put("experiment_id", deletion.experimentId());
      body.put(
          "request_ids", ids.subList(from, Math.min(from + settings.deleteBatch(), ids.size())));
      deleted += delete(body);
    }
    return deleted;
  }

  private int delete(Map<String, @Nullable Object> body) {
    Object deleted =
        api.send("POST", LegacyTraces.TRACES + "/delete-traces", body).get("traces_deleted");
    return deleted instanceof Number number ? number.intValue() : 0;
  }
}

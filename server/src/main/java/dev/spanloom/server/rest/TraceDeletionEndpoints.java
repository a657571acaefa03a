package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.TraceDeletion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deleting traces, by their ids or by their age. */
final class TraceDeletionEndpoints {
  private final TraceDeletion deletion;

  TraceDeletionEndpoints(TraceDeletion deletion) {
    this.deletion = deletion;
  }

  void addTo(RestApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, "/3.0/mlflow/traces/delete-traces", this::delete);
    endpoints.add(HttpMethod.POST, "/2.0/mlflow/traces/delete-traces", this::delete);
  }

  private Object delete(RestRequest request) {
    String experimentId = request.text("experiment_id");
    Long until = request.numberOrNull("max_timestamp_millis");
    Long most = request.numberOrNull("max_traces");
    List<String> ids = request.texts("request_ids");
    if ((until == null) == ids.isEmpty()) {
      throw MlflowException.invalidParameter(
          "Either `max_timestamp_millis` or `request_ids` must be specified, but not both.");
    }
    if (until == null) {
      if (most != null) {
        throw MlflowException.invalidParameter(
            "`max_traces` can't be specified if `request_ids` is specified.");
      }
      return deleted(deletion.deleteByIds(experimentId, ids));
    }
    return deleted(deletion.deleteUntil(experimentId, until, checked(most)));
  }

  private static @Nullable Integer checked(@Nullable Long most) {
    if (most != null && most <= 0) {
      throw MlflowException.invalidParameter(
          "`max_traces` must be a positive integer, received " + most + ".");
    }
    return most == null ? null : (int) Math.min(most, Integer.MAX_VALUE);
  }

  private static Map<String, ?> deleted(int traces) {
    return Map.of("traces_deleted", traces);
  }
}

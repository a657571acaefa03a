package dev.spanloom.destinations.databricks;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.internal.mlflow.MlflowApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The spans of traces that model serving keeps in inference tables rather than in files. Only read:
 * programs do not write them. Thread-safe.
 */
final class OnlineTraces {
  private static final String TABLE = "mlflow.sourceTable";
  private static final String REQUEST_ID = "mlflow.databricksRequestId";

  private final MlflowApi api;
  private final Warehouse warehouse;

  OnlineTraces(MlflowApi api, Warehouse warehouse) {
    this.api = api;
    this.warehouse = warehouse;
  }

  /**
   * The spans of a trace of that kind; empty for one of another kind.
   *
   * @throws MlflowException when the workspace does not give them out
   */
  Optional<List<Span>> read(TraceInfo info) {
    String table = info.traceMetadata().get(TABLE);
    String requestId = info.traceMetadata().get(REQUEST_ID);
    if (table == null || requestId == null) {
      return Optional.empty();
    }
    String path =
        warehouse.in(
            "/api/2.0/mlflow/get-online-trace-details?trace_id="
                + MlflowApi.escaped(info.traceId())
                + "&source_inference_table="
                + MlflowApi.escaped(table)
                + "&source_databricks_request_id="
                + MlflowApi.escaped(requestId));
    Map<String, @Nullable Object> answer = Warehouse.needed(() -> api.get(path));
    return Optional.of(
        CredentialFiles.spans(
            info, answer.get("trace_data") instanceof String data ? data : "nothing"));
  }
}

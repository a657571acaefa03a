package dev.spanloom.storage;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceTagKey;

/** The tags that a store itself puts on every trace, as MLflow's store does. */
public final class StoredTags {
  private StoredTags() {}

  public static TraceInfo added(TraceInfo info) {
    String experimentId = info.experimentId() == null ? "0" : info.experimentId();
    return info.toBuilder()
        .tag(TraceTagKey.SPANS_LOCATION, TraceTagKey.TRACKING_STORE)
        .tag(
            TraceTagKey.ARTIFACT_LOCATION,
            "mlflow-artifacts:/" + experimentId + "/traces/" + info.traceId() + "/artifacts")
        .build();
  }
}

package dev.spanloom.internal.mlflow;

import java.util.Map;

/** Tags of traces, under the path that all versions of MLflow have. Thread-safe. */
public final class TagCalls {
  private final MlflowApi api;

  public TagCalls(MlflowApi api) {
    this.api = api;
  }

  private static String path(String serverId) {
    return LegacyTraces.TRACES + "/" + MlflowApi.escaped(serverId) + "/tags";
  }

  /**
   * Sets a tag.
   *
   * @param serverId the trace's id as the server has it
   */
  public void set(String serverId, String key, String value) {
    api.send("PATCH", path(serverId), Map.of("key", key, "value", value));
  }

  /**
   * Deletes a tag.
   *
   * @param serverId the trace's id as the server has it
   */
  public void delete(String serverId, String key) {
    api.send("DELETE", path(serverId), Map.of("key", key));
  }
}

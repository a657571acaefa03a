package dev.spanloom.storage.transfer;

/** What an export looks like. {@link TraceImport} reads all of them. */
public enum ExportFormat {
  /**
   * JSON Lines without any loss: {@code {"spanloom": 1, "info": {...}, "experiment": "name",
   * "otlp": "<base64 of an OTLP request>"}}. Further spans of a large trace follow in lines of
   * their own, with {@code trace_id} in place of {@code info}.
   */
  SPANLOOM,
  /**
   * JSON Lines of MLflow's dict form of a trace, as {@code Trace.toJson} has it. It has no place
   * for the resource, the scope, and what else MLflow does not know of a span.
   */
  MLFLOW,
  /**
   * JSON Lines of OTLP requests, one for each trace: spans only, without tags, metadata and
   * assessments.
   */
  OTLP_JSON,
  /** One OTLP request in protobuf: spans only, without tags, metadata and assessments. */
  OTLP_PROTOBUF
}

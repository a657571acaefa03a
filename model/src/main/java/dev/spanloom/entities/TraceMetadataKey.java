package dev.spanloom.entities;

/**
 * Trace metadata with a meaning. Counterpart of {@code mlflow.tracing.constant.TraceMetadataKey}.
 */
public final class TraceMetadataKey {
  public static final String SCHEMA_VERSION = "mlflow.trace_schema.version";
  public static final String SOURCE_RUN = "mlflow.sourceRun";

  /**
   * The runs that were linked later: a JSON list of their ids. Spanloom's own; see {@code
   * docs/spec}.
   */
  public static final String LINKED_RUNS = "spanloom.linkedRuns";

  public static final String MODEL_ID = "mlflow.modelId";
  public static final String INPUTS = "mlflow.traceInputs";
  public static final String OUTPUTS = "mlflow.traceOutputs";
  public static final String TOKEN_USAGE = "mlflow.trace.tokenUsage";
  public static final String COST = "mlflow.trace.cost";
  public static final String SIZE_STATS = "mlflow.trace.sizeStats";
  public static final String SIZE_BYTES = "mlflow.trace.sizeBytes";
  public static final String TRACE_USER = "mlflow.trace.user";
  public static final String TRACE_SESSION = "mlflow.trace.session";
  public static final String INFO_FINALIZED = "mlflow.trace.infoFinalized";
  public static final String USER = "mlflow.user";
  public static final String SOURCE_NAME = "mlflow.source.name";
  public static final String SOURCE_TYPE = "mlflow.source.type";
  public static final String GIT_COMMIT = "mlflow.source.git.commit";
  public static final String GIT_BRANCH = "mlflow.source.git.branch";
  public static final String GIT_REPO_URL = "mlflow.source.git.repoURL";
  public static final String GIT_DIRTY = "mlflow.source.git.dirty";

  /** The schema that Spanloom writes. */
  public static final String CURRENT_SCHEMA_VERSION = "3";

  /** Of traces in Unity Catalog. */
  public static final String UNITY_CATALOG_SCHEMA_VERSION = "4";

  private TraceMetadataKey() {}
}

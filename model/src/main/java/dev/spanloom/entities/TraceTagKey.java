package dev.spanloom.entities;

/** Trace tags with a meaning. Counterpart of {@code mlflow.tracing.constant.TraceTagKey}. */
public final class TraceTagKey {
  public static final String TRACE_NAME = "mlflow.traceName";
  public static final String ARTIFACT_LOCATION = "mlflow.artifactLocation";
  public static final String SPANS_LOCATION = "mlflow.trace.spansLocation";
  public static final String ARCHIVE_LOCATION = "mlflow.trace.archiveLocation";
  public static final String USER = "mlflow.user";
  public static final String LINKED_PROMPTS = "mlflow.linkedPrompts";
  public static final String EVAL_REQUEST_ID = "mlflow.eval.requestId";
  public static final String SOURCE_SCORER_NAME = "mlflow.trace.sourceScorer";

  /** The value of {@link #SPANS_LOCATION} of traces whose spans the store itself holds. */
  public static final String TRACKING_STORE = "TRACKING_STORE";

  private TraceTagKey() {}

  /** True for the tags that only a store may set. */
  public static boolean isImmutable(String key) {
    return USER.equals(key) || ARTIFACT_LOCATION.equals(key);
  }
}

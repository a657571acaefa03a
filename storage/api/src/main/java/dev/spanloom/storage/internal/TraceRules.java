package dev.spanloom.storage.internal;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What a store makes of a trace info on its way in and on its way out. */
public final class TraceRules {
  /** Roots first, then by start, then by id: never by the order of arrival. */
  public static final Comparator<Span> SPAN_ORDER =
      Comparator.comparing((Span span) -> !span.isRoot())
          .thenComparingLong(Span::startTimeUnixNanos)
          .thenComparing(Span::spanId);

  private static final int MAX_TRACE_ID_CHARS = 250;

  private TraceRules() {}

  /** What is known of a trace of which no client has said anything yet. */
  public static TraceInfo unsaid(String traceId, String experimentId) {
    return TraceInfo.builder(traceId).experimentId(experimentId).build();
  }

  /**
   * What of an info is merged into what is known: texts cut to size, assessments with ids, and
   * without the tags that the store itself answers.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it cannot be stored
   */
  static TraceInfo accept(TraceInfo info) {
    checkTraceId(info.traceId());
    TraceInfo fitting =
        new TraceInfo(
            info.traceId(),
            info.clientRequestId(),
            info.experimentId() == null ? TraceLocation.unspecified() : info.traceLocation(),
            info.requestPreview(),
            info.responsePreview(),
            info.requestTimeUnixMillis(),
            info.executionDurationMillis(),
            info.state(),
            TagRules.fit(info.traceMetadata()),
            TagRules.fit(info.tags()),
            AssessmentRules.withIds(info.traceId(), info.assessments()));
    return fitting.toBuilder()
        .removeTag(TraceTagKey.ARTIFACT_LOCATION)
        .removeTag(TraceTagKey.SPANS_LOCATION)
        .build();
  }

  static void checkTraceId(String traceId) {
    if (traceId.isBlank() || traceId.length() > MAX_TRACE_ID_CHARS) {
      throw MlflowException.invalidParameter(
          "trace id of "
              + traceId.length()
              + " characters (expected: 1 to "
              + MAX_TRACE_ID_CHARS
              + ")");
    }
  }

  /** What readers see: what was said, completed by the spans and by the store's own tags. */
  public static TraceInfo shown(TraceInfo said, @Nullable TraceFacts facts) {
    return TraceInfoMerge.complete(said, facts).toBuilder()
        .tag(TraceTagKey.SPANS_LOCATION, TraceTagKey.TRACKING_STORE)
        .tag(TraceTagKey.ARTIFACT_LOCATION, artifactLocation(said))
        .build();
  }

  /** MLflow's name for the folder of a trace's files. */
  private static String artifactLocation(TraceInfo said) {
    return "mlflow-artifacts:/" + said.experimentId() + "/traces/" + said.traceId() + "/artifacts";
  }

  public static MlflowException noSuchTrace(String traceId) {
    return MlflowException.notFound("Trace with ID '" + traceId + "' not found.");
  }

  public static MlflowException noSuchTag(String traceId, String key) {
    return MlflowException.notFound(
        "No trace tag with key '" + key + "' for trace with ID '" + traceId + "'.");
  }
}

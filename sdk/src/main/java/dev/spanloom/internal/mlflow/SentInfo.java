package dev.spanloom.internal.mlflow;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is told apart of infos, and done to them, before they are sent. */
public final class SentInfo {
  private SentInfo() {}

  /** The trace goes on: there will be another word of it. */
  public static boolean isRunning(TraceInfo info) {
    return info.state() == TraceState.IN_PROGRESS;
  }

  public static boolean isFinal(TraceInfo info) {
    return info.state() == TraceState.OK || info.state() == TraceState.ERROR;
  }

  /** All that the program knows, not a single change: only a program's first word has that. */
  public static boolean isWhole(TraceInfo info) {
    return info.traceMetadata().containsKey(TraceMetadataKey.SCHEMA_VERSION);
  }

  /**
   * With an id for each assessment that follows from what it says: so the same one is not stored
   * twice when it is sent twice.
   */
  public static TraceInfo withAssessmentIds(TraceInfo info) {
    if (info.assessments().isEmpty()) {
      return info;
    }
    return info.toBuilder()
        .assessments(
            info.assessments().stream()
                .map(assessment -> identified(assessment, info.traceId()))
                .toList())
        .build();
  }

  private static Assessment identified(Assessment assessment, String traceId) {
    if (assessment.assessmentId() != null) {
      return assessment.toBuilder().traceId(traceId).build();
    }
    Map<String, @Nullable Object> said = new LinkedHashMap<>(assessment.toMap());
    said.put("trace_id", traceId);
    String hex =
        UUID.nameUUIDFromBytes(JsonWriter.write(said).getBytes(StandardCharsets.UTF_8))
            .toString()
            .replace("-", "");
    return assessment.toBuilder().traceId(traceId).assessmentId("a-" + hex).build();
  }

  /**
   * A change completed by what the server has, for servers that take what is not said for nothing.
   * Tags and metadata are only those of the change: the server keeps its others.
   */
  public static TraceInfo completed(TraceInfo said, TraceInfo stored) {
    TraceInfo.Builder whole = said.toBuilder();
    if (said.clientRequestId() == null) {
      whole.clientRequestId(stored.clientRequestId());
    }
    if (said.requestPreview() == null) {
      whole.requestPreview(stored.requestPreview());
    }
    if (said.responsePreview() == null) {
      whole.responsePreview(stored.responsePreview());
    }
    if (stored.requestTimeUnixMillis() > 0
        && (said.requestTimeUnixMillis() <= 0 || !isFinal(said))) {
      whole.requestTimeUnixMillis(stored.requestTimeUnixMillis());
    }
    Long duration = stored.executionDurationMillis();
    Long saidDuration = said.executionDurationMillis();
    if (duration != null && (saidDuration == null || saidDuration < duration)) {
      whole.executionDurationMillis(duration);
    }
    if (!isFinal(said)) {
      whole.state(stored.state());
    }
    return whole.build();
  }
}

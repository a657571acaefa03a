package dev.spanloom.storage.internal;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.internal.derive.SaidBySpans;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.internal.rules.AssessmentRules;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.SpanDecoder;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A batch that was looked into, for engines: what can be stored, as it is stored, and what cannot.
 * Done on the thread that writes, so that engines with one writer do only what must be serial.
 *
 * @param infos in the order of the batch; several of one trace stay apart. Texts are cut to size,
 *     assessments have ids, the location is an experiment or unspecified
 * @param spans by trace id; of a span that stands there twice the last one
 */
public record DecodedBatch(
    List<TraceInfo> infos,
    Map<String, Map<String, DecodedSpan>> spans,
    String experimentId,
    WriteResult result) {
  /** A span beside its bytes and what they say. */
  public record DecodedSpan(EncodedSpan encoded, Span span, SpanFacts facts) {}

  /**
   * Looks into a batch.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when its experiment id cannot be one
   */
  public static DecodedBatch of(WriteBatch batch) {
    ExperimentRules.checkId(batch.experimentId());
    List<TraceInfo> infos = new ArrayList<>();
    List<WriteResult.RejectedInfo> rejectedInfos = new ArrayList<>();
    for (int i = 0; i < batch.infos().size(); i++) {
      try {
        infos.add(accept(batch.infos().get(i)));
      } catch (MlflowException e) {
        rejectedInfos.add(new WriteResult.RejectedInfo(i, String.valueOf(e.getMessage())));
      }
    }
    Map<String, Map<String, DecodedSpan>> spans = new LinkedHashMap<>();
    List<WriteResult.RejectedSpan> rejected = new ArrayList<>();
    SpanDecoder decoder = new SpanDecoder();
    for (int i = 0; i < batch.spans().size(); i++) {
      try {
        DecodedSpan span = decode(batch.spans().get(i), decoder);
        spans
            .computeIfAbsent(span.facts().traceId(), id -> new LinkedHashMap<>())
            .put(span.facts().spanId(), span);
      } catch (RuntimeException e) {
        // bytes from outside: whatever decoding them runs into, it concerns this span only
        rejected.add(new WriteResult.RejectedSpan(i, String.valueOf(e.getMessage())));
      }
    }
    // what spans say of a trace makes none when all of them were rejected
    infos.removeIf(info -> SaidBySpans.isAllOf(info) && !spans.containsKey(info.traceId()));
    return new DecodedBatch(
        infos,
        spans,
        batch.experimentId(),
        rejected.isEmpty() && rejectedInfos.isEmpty()
            ? WriteResult.ALL_TAKEN
            : new WriteResult(rejected, rejectedInfos));
  }

  /** Decodes everything in a span, since what cannot be read later must not be stored now. */
  private static DecodedSpan decode(EncodedSpan encoded, SpanDecoder decoder) {
    Span span = decoder.decode(encoded);
    return new DecodedSpan(encoded, span, SpanFacts.of(span));
  }

  /** What is known of a trace of which only spans have come, or nothing yet. */
  public TraceInfo unsaid(String traceId) {
    return TraceInfo.builder(traceId).experimentId(experimentId).build();
  }

  private static TraceInfo accept(TraceInfo info) {
    String experimentId = info.experimentId();
    if (experimentId != null) {
      ExperimentRules.checkId(experimentId);
    }
    return StoredTags.removed(
        new TraceInfo(
            info.traceId(),
            info.clientRequestId(),
            experimentId == null ? TraceLocation.unspecified() : info.traceLocation(),
            info.requestPreview(),
            info.responsePreview(),
            info.requestTimeUnixMillis(),
            info.executionDurationMillis(),
            info.state(),
            cut(info.traceMetadata()),
            cut(info.tags()),
            identified(info)));
  }

  /**
   * MLflow checks the characters of a key only where it is set by hand, so no more is asked here.
   */
  private static Map<String, String> cut(Map<String, String> pairs) {
    Map<String, String> cut = new LinkedHashMap<>();
    pairs.forEach(
        (key, value) -> {
          if (key.length() > TagRules.MAX_KEY_CHARS) {
            throw MlflowException.invalidParameter(
                "key of "
                    + key.length()
                    + " characters (expected: at most "
                    + TagRules.MAX_KEY_CHARS
                    + "): \""
                    + key.substring(0, 50)
                    + "...\"");
          }
          cut.put(key, key.equals(SaidBySpans.KEY) ? value : TagRules.cutValue(value));
        });
    return cut;
  }

  /**
   * An assessment without an id gets one made from its content, so that an info that is sent again
   * does not add it again.
   */
  private static List<Assessment> identified(TraceInfo info) {
    List<Assessment> identified = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Assessment assessment : info.assessments()) {
      Assessment placed = assessment.toBuilder().traceId(info.traceId()).build();
      if (placed.assessmentId() == null) {
        String content = JsonWriter.write(placed.toMap());
        int copy = seen.merge(content, 1, Integer::sum);
        UUID id = UUID.nameUUIDFromBytes((content + copy).getBytes(StandardCharsets.UTF_8));
        placed = placed.toBuilder().assessmentId("a-" + id.toString().replace("-", "")).build();
      }
      identified.add(AssessmentRules.identified(placed, info.traceId()));
    }
    return identified;
  }
}

package dev.spanloom.storage;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch that was looked into, for engines: what could be read, by trace, and what could not. Done
 * on the thread that writes, so that engines with one writer do only what must be serial.
 *
 * @param infos by trace id, in the order of the batch; several of one trace stay apart
 * @param spans by trace id; of a span that stands there twice the last one
 */
public record DecodedBatch(
    List<TraceInfo> infos,
    Map<String, Map<String, DecodedSpan>> spans,
    String experimentId,
    WriteResult result) {
  /** A span beside its bytes. */
  public record DecodedSpan(EncodedSpan encoded, Span span) {}

  /**
   * Looks into a batch.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for an info with a tag key that no store
   *     takes
   */
  public static DecodedBatch of(WriteBatch batch) {
    batch.infos().forEach(info -> info.tags().keySet().forEach(TagRules::checkKey));
    Map<String, Map<String, DecodedSpan>> spans = new LinkedHashMap<>();
    List<WriteResult.RejectedSpan> rejected = new ArrayList<>();
    for (int i = 0; i < batch.spans().size(); i++) {
      EncodedSpan encoded = batch.spans().get(i);
      try {
        Span span = encoded.decode();
        spans
            .computeIfAbsent(span.traceId(), id -> new LinkedHashMap<>())
            .put(span.spanId(), new DecodedSpan(encoded, span));
      } catch (MlflowException e) {
        rejected.add(new WriteResult.RejectedSpan(i, String.valueOf(e.getMessage())));
      }
    }
    return new DecodedBatch(
        batch.infos(),
        spans,
        batch.experimentId(),
        rejected.isEmpty() ? WriteResult.ALL_TAKEN : new WriteResult(rejected));
  }
}

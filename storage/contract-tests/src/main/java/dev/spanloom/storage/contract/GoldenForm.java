package dev.spanloom.storage.contract;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Traces in the form in which written and read ones must be equal: the order of spans is the
 * store's own, sizes are compared apart, and MLflow 3.6 knew no cost, which a store adds.
 */
record GoldenForm(TraceInfo info, Map<String, String> metadata, Set<Span> spans) {
  static GoldenForm of(Trace trace) {
    TraceInfo info = trace.info();
    Map<String, String> metadata = new LinkedHashMap<>(info.traceMetadata());
    metadata.remove(TraceMetadataKey.SIZE_STATS);
    metadata.remove(TraceMetadataKey.SIZE_BYTES);
    metadata.remove(TraceMetadataKey.COST);
    TraceInfo bare =
        new TraceInfo(
            info.traceId(),
            info.clientRequestId(),
            info.traceLocation(),
            info.requestPreview(),
            info.responsePreview(),
            info.requestTimeUnixMillis(),
            info.executionDurationMillis(),
            info.state(),
            Map.of(),
            info.tags(),
            info.assessments());
    return new GoldenForm(bare, metadata, Set.copyOf(trace.data().spans()));
  }
}

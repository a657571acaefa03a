package dev.spanloom.storage;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.List;

/**
 * What is written at once.
 *
 * @param infos what clients say of their traces
 * @param spans encoded spans of any traces
 * @param experimentId where a trace belongs of which only spans are known
 */
public record WriteBatch(List<TraceInfo> infos, List<EncodedSpan> spans, String experimentId) {
  public WriteBatch {
    infos = List.copyOf(infos);
    spans = List.copyOf(spans);
  }
}

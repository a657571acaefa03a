package dev.spanloom.destination;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.List;

/**
 * What a destination takes in one write: traces that began, changed or ended, and spans that ended.
 * Writing the same batch again changes nothing.
 *
 * @param infos what the program says of its traces; at most one for each trace
 * @param spans ended spans, in the order in which they ended
 * @param experimentId where a trace belongs of which no info is known
 */
public record TraceBatch(List<TraceInfo> infos, List<EncodedSpan> spans, String experimentId) {
  public TraceBatch {
    infos = List.copyOf(infos);
    spans = List.copyOf(spans);
  }

  public boolean isEmpty() {
    return infos.isEmpty() && spans.isEmpty();
  }
}

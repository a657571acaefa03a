package dev.spanloom.storage;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.List;
import java.util.Objects;

/**
 * What is written at once: trace infos and spans, of any number of traces.
 *
 * @param infos what clients say of traces; assessments in them are stored too
 * @param spans encoded spans; each says itself to which trace it belongs
 * @param experimentId where a trace goes of which no info has said where it lives
 */
public record WriteBatch(List<TraceInfo> infos, List<EncodedSpan> spans, String experimentId) {
  public WriteBatch {
    infos = List.copyOf(infos);
    spans = List.copyOf(spans);
    Objects.requireNonNull(experimentId, "experimentId");
  }

  public static WriteBatch ofSpans(List<EncodedSpan> spans, String experimentId) {
    return new WriteBatch(List.of(), spans, experimentId);
  }

  /** An info alone; one that names no experiment goes to the default one. */
  public static WriteBatch ofInfo(TraceInfo info) {
    String said = info.experimentId();
    return new WriteBatch(List.of(info), List.of(), said == null ? Experiment.DEFAULT_ID : said);
  }

  public boolean isEmpty() {
    return infos.isEmpty() && spans.isEmpty();
  }
}

package dev.spanloom.storage.transfer;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.SpanDecoder;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where readers of all formats put what they find: it goes into a store in batches of bounded size,
 * is counted, and what the store does not take is remembered with its place. Not thread-safe.
 */
public final class ImportSink {
  private static final int MAX_SPANS = 1000;
  private static final int MAX_INFOS = 200;
  private static final long MAX_BYTES = 4L << 20;

  private final TraceStore store;
  private final Progress progress;
  private final SpanDecoder decoder = new SpanDecoder();
  private final List<TraceInfo> infos = new ArrayList<>();
  private final List<String> infoPlaces = new ArrayList<>();
  private final List<EncodedSpan> spans = new ArrayList<>();
  private final List<String> spanPlaces = new ArrayList<>();
  private final SeenIds traces = new SeenIds();
  private final Set<String> experiments = new HashSet<>();
  private final List<ImportReport.Skipped> skipped = new ArrayList<>();
  private String experimentId = Experiment.DEFAULT_ID;
  private long bytes;
  private long spanCount;
  private long assessmentCount;
  private long skippedCount;

  public ImportSink(TraceStore store, Progress progress) {
    this.store = store;
    this.progress = progress;
  }

  /**
   * The id of an experiment of that name in the store, which is created when there is none.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a name that none can have
   */
  public String experiment(String name) {
    String id = store.experiments().getOrCreate(name).experimentId();
    experiments.add(id);
    return id;
  }

  /** Sets tags of an experiment of the store; those that cannot be set are remembered. */
  public void experimentTags(String id, Map<String, String> tags, String where) {
    tags.forEach(
        (key, value) -> {
          try {
            store.experiments().setTag(id, key, value);
          } catch (MlflowException e) {
            skipped(where, "experiment tag: " + e.getMessage());
          }
        });
  }

  /** Takes what is said of a trace, its location being an experiment of the store. */
  public void info(TraceInfo info, String where) {
    infos.add(info);
    infoPlaces.add(where);
    if (infos.size() >= MAX_INFOS) {
      flush();
    }
  }

  /**
   * Takes a span.
   *
   * @param experiment the id of the experiment for its trace, unless an info says another one
   */
  public void span(EncodedSpan encoded, String experiment, String where) {
    Span span;
    try {
      span = decoder.decode(encoded);
    } catch (MlflowException e) {
      skipped(where, String.valueOf(e.getMessage()));
      return;
    }
    if (!experiment.equals(experimentId)) {
      flush();
      experimentId = experiment;
    }
    seen(span.traceId());
    spans.add(encoded);
    spanPlaces.add(where);
    bytes += encoded.span().length;
    if (spans.size() >= MAX_SPANS || bytes >= MAX_BYTES) {
      flush();
    }
  }

  /** Remembers something that is not taken, and why. */
  public void skipped(String where, String reason) {
    skippedCount++;
    if (skipped.size() < ImportReport.MAX_SKIPPED) {
      skipped.add(new ImportReport.Skipped(where, reason));
    }
  }

  private void flush() {
    if (infos.isEmpty() && spans.isEmpty()) {
      return;
    }
    WriteResult result = store.writer().write(new WriteBatch(infos, spans, experimentId));
    Set<Integer> refused = new HashSet<>();
    for (WriteResult.RejectedInfo rejected : result.rejectedInfos()) {
      refused.add(rejected.index());
      skipped(infoPlaces.get(rejected.index()), "trace info: " + rejected.reason());
    }
    for (WriteResult.RejectedSpan rejected : result.rejected()) {
      skipped(spanPlaces.get(rejected.index()), "span: " + rejected.reason());
    }
    for (int i = 0; i < infos.size(); i++) {
      if (!refused.contains(i)) {
        taken(infos.get(i));
      }
    }
    if (!spans.isEmpty()) {
      experiments.add(experimentId);
    }
    spanCount += spans.size() - result.rejected().size();
    infos.clear();
    infoPlaces.clear();
    spans.clear();
    spanPlaces.clear();
    bytes = 0;
    progress.advanced(traces.size(), -1);
  }

  private void taken(TraceInfo info) {
    seen(info.traceId());
    assessmentCount += info.assessments().size();
    String experiment = info.experimentId();
    if (experiment != null) {
      experiments.add(experiment);
    }
  }

  private void seen(String traceId) {
    traces.add(traceId);
  }

  /** Writes what is left, and says what became of everything. */
  public ImportReport finish() {
    flush();
    return new ImportReport(
        traces.size(), spanCount, assessmentCount, experiments.size(), skippedCount, skipped);
  }
}

package dev.spanloom.destination;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.entities.internal.rules.AssessmentRules;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keeps the latest traces in memory, the oldest forgotten beyond a number, and of attachments those
 * of the latest traces that have 256 MiB together. For tests, and for programs that have no store
 * on the class path. Thread-safe.
 */
public final class InMemoryDestination implements Destination {
  /** How many traces are kept unless told otherwise. */
  public static final int DEFAULT_CAPACITY = 10_000;

  static final String SCHEME = "memory";
  static final String URI = SCHEME + ":";

  private static final long MOST_ATTACHED_BYTES = 256L << 20;

  private static final Comparator<TraceInfo> OLDEST_FIRST =
      Comparator.comparingLong(TraceInfo::requestTimeUnixMillis).thenComparing(TraceInfo::traceId);

  private final int capacity;
  private final Map<String, Entry> traces = new LinkedHashMap<>();
  private final Map<String, Experiment> experiments = new LinkedHashMap<>();

  public InMemoryDestination() {
    this(DEFAULT_CAPACITY);
  }

  /**
   * A memory of its own size.
   *
   * @param capacity how many traces are kept; more than 0
   */
  public InMemoryDestination(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: > 0)");
    }
    this.capacity = capacity;
    addExperiment(Experiment.DEFAULT_ID, Experiment.DEFAULT_NAME);
  }

  /** What is held of one trace. */
  private static final class Entry {
    private TraceInfo info;
    private final Map<String, Span> spans = new LinkedHashMap<>();
    private final Map<String, byte[]> attachments = new HashMap<>();

    private Entry(TraceInfo info) {
      this.info = info;
    }

    private Trace trace() {
      List<Span> ordered = new ArrayList<>(spans.values());
      ordered.sort(
          Comparator.comparing((Span span) -> !span.isRoot())
              .thenComparingLong(Span::startTimeUnixNanos)
              .thenComparing(Span::spanId));
      return new Trace(completed(), ordered);
    }

    private TraceInfo completed() {
      return TraceInfoMerge.complete(info, TraceFacts.ofSpans(spans.values()).orElse(null));
    }
  }

  @Override
  public String description() {
    return "memory (the latest " + capacity + " traces)";
  }

  @Override
  public synchronized void write(TraceBatch batch) {
    for (TraceInfo info : batch.infos()) {
      Entry entry = traces.get(info.traceId());
      if (entry == null) {
        traces.put(info.traceId(), new Entry(withAssessmentIds(info)));
      } else {
        entry.info = TraceInfoMerge.update(entry.info, withAssessmentIds(info));
      }
    }
    for (EncodedSpan encoded : batch.spans()) {
      Span span = encoded.decode();
      traces
          .computeIfAbsent(
              span.traceId(),
              id ->
                  new Entry(
                      TraceInfo.builder(id)
                          .experimentId(batch.experimentId())
                          .state(TraceState.IN_PROGRESS)
                          .build()))
          .spans
          .put(span.spanId(), span);
    }
    Iterator<Entry> oldest = traces.values().iterator();
    for (int excess = traces.size() - capacity; excess > 0; excess--) {
      oldest.next();
      oldest.remove();
    }
  }

  @Override
  public boolean storesAttachments() {
    return true;
  }

  @Override
  public synchronized void writeAttachment(TraceAttachment attachment) {
    entry(attachment.traceId()).attachments.put(attachment.attachmentId(), attachment.content());
    long bytes = 0;
    List<Entry> all = new ArrayList<>(traces.values());
    for (int i = all.size() - 1; i >= 0; i--) {
      for (byte[] content : all.get(i).attachments.values()) {
        bytes += content.length;
      }
      if (bytes > MOST_ATTACHED_BYTES && i < all.size() - 1) {
        all.get(i).attachments.clear();
      }
    }
  }

  @Override
  public synchronized Optional<byte[]> readAttachment(String traceId, String attachmentId) {
    return Optional.ofNullable(traces.get(traceId))
        .map(entry -> entry.attachments.get(attachmentId))
        .map(byte[]::clone);
  }

  private static TraceInfo withAssessmentIds(TraceInfo info) {
    return info.toBuilder()
        .assessments(
            info.assessments().stream()
                .map(assessment -> AssessmentRules.identified(assessment, info.traceId()))
                .toList())
        .build();
  }

  @Override
  public synchronized Optional<TraceInfo> getTraceInfo(String traceId) {
    return Optional.ofNullable(traces.get(traceId)).map(Entry::completed);
  }

  @Override
  public synchronized Optional<Trace> getTrace(String traceId) {
    return Optional.ofNullable(traces.get(traceId)).map(Entry::trace);
  }

  /** All traces that are held, in the order in which they came. */
  public synchronized List<Trace> traces() {
    return traces.values().stream().map(Entry::trace).toList();
  }

  /** Forgets all traces. */
  public synchronized void clear() {
    traces.clear();
  }

  @Override
  public synchronized TracePage searchTraces(TraceSearch search) {
    InMemorySearch asked = InMemorySearch.of(search);
    traces.values().forEach(entry -> asked.offer(entry.trace(), entry.info.traceMetadata()));
    return asked.page();
  }

  @Override
  public synchronized int deleteTraces(TraceDeletion deletion) {
    List<String> doomed =
        traces.values().stream()
            .map(Entry::completed)
            .filter(info -> deletion.experimentId().equals(info.experimentId()))
            .filter(
                info ->
                    deletion.maxTimestampMillis() == null
                        ? deletion.traceIds().contains(info.traceId())
                        : info.requestTimeUnixMillis() <= deletion.maxTimestampMillis())
            .sorted(OLDEST_FIRST)
            .limit(deletion.maxTraces() == null ? Long.MAX_VALUE : deletion.maxTraces())
            .map(TraceInfo::traceId)
            .toList();
    doomed.forEach(traces::remove);
    return doomed.size();
  }

  @Override
  public synchronized void setTraceTag(String traceId, String key, String value) {
    Entry entry = entry(traceId);
    entry.info = entry.info.toBuilder().tag(key, value).build();
  }

  @Override
  public synchronized void deleteTraceTag(String traceId, String key) {
    Entry entry = entry(traceId);
    if (!entry.info.tags().containsKey(key)) {
      throw MlflowException.notFound("trace " + traceId + " has no tag \"" + key + "\"");
    }
    entry.info = entry.info.toBuilder().removeTag(key).build();
  }

  @Override
  public synchronized Assessment createAssessment(Assessment assessment) {
    String traceId = String.valueOf(assessment.traceId());
    Assessment stored = AssessmentRules.identified(assessment, traceId);
    changeAssessments(traceId, all -> AssessmentRules.create(all, traceId, stored));
    return stored;
  }

  @Override
  public synchronized Assessment getAssessment(String traceId, String assessmentId) {
    return AssessmentRules.find(entry(traceId).info.assessments(), traceId, assessmentId);
  }

  @Override
  public synchronized Assessment updateAssessment(Assessment assessment) {
    String traceId = String.valueOf(assessment.traceId());
    changeAssessments(traceId, all -> AssessmentRules.update(all, traceId, assessment));
    return getAssessment(traceId, String.valueOf(assessment.assessmentId()));
  }

  @Override
  public synchronized void deleteAssessment(String traceId, String assessmentId) {
    changeAssessments(traceId, all -> AssessmentRules.delete(all, assessmentId));
  }

  private void changeAssessments(String traceId, UnaryOperator<List<Assessment>> change) {
    Entry entry = entry(traceId);
    entry.info = entry.info.toBuilder().assessments(change.apply(entry.info.assessments())).build();
  }

  private Entry entry(String traceId) {
    Entry entry = traces.get(traceId);
    if (entry == null) {
      throw MlflowException.notFound("trace " + traceId + " does not exist");
    }
    return entry;
  }

  @Override
  public synchronized Experiment getOrCreateExperiment(String name) {
    return experiments.values().stream()
        .filter(experiment -> experiment.name().equals(name))
        .findFirst()
        .orElseGet(() -> addExperiment(Integer.toString(experiments.size()), name));
  }

  private Experiment addExperiment(String id, String name) {
    long now = System.currentTimeMillis();
    Experiment experiment = new Experiment(id, name, null, Experiment.ACTIVE, now, now, Map.of());
    experiments.put(id, experiment);
    return experiment;
  }

  @Override
  public synchronized Optional<Experiment> getExperiment(String experimentId) {
    return Optional.ofNullable(experiments.get(experimentId));
  }

  @Override
  public void close() {
    // what is held stays readable until the object is forgotten
  }
}
